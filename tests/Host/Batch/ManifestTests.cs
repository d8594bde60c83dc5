using VoxelDose.Host.Batch.Manifest;

namespace VoxelDose.Tests.Host.Batch;

public sealed class ManifestTests
{
    private const string TenFaults =
        """
        id,activity,modality,activity-units,administered-mbq,residual-mbq,hours-after-administration,structures,role,density,lung-shnt,case
        ok,p0/activity.nrrd,y90-pet,bq-per-ml,1000,,0,p0/structures.seg.nrrd,Liver=liver,,,
        a,nowhere.nrrd,y90-pet,bq-per-ml,1000,,0,,,,,
        b,p0/activity.nrrd,y90-pat,bq-per-ml,1000,,0,,,,,
        c,p0/activity.nrrd,y90-pet,bq-per-ml,much,,0,,,,,
        c,p0/activity.nrrd,y90-pet,bq-per-ml,1000,,0,,,,,
        ../d,p0/activity.nrrd,y90-pet,bq-per-ml,1000,,0,,,,,
        e,,y90-pet,bq-per-ml,1000,,0,,,,,
        f,p0/activity.nrrd,y90-pet,bq-per-ml,1000,,0,p0/structures.seg.nrrd,Liver=kidney,,,
        g,p0/activity.nrrd,y90-pet,bq-per-ml,1000,,-2,,,ct,,
        h,p0/activity.nrrd,y90-pet
        i,,,,,,,,,,,p0/none.json
        """;

    [Fact]
    public void Manifest_TenDifferentFaults_ReportsAllWithTheirLinesAndRunsNothing()
    {
        using var cohort = new CohortFolder();
        cohort.Copy("p0");
        string manifest = cohort.Write("manifest.csv", TenFaults);

        string[] faults = [.. Faults(manifest)];

        // One line carries two faults, and the header one of its own: twelve in all.
        Assert.Collection(faults,
            fault => Assert.StartsWith("line 1: unknown column 'lung-shnt'. Did you mean 'lung-shunt'?", fault),
            fault => Assert.Matches("^line 3, case a: --activity .*nowhere.nrrd: no such file or folder$", fault),
            fault => Assert.StartsWith("line 4, case b: --modality: found 'y90-pat', expected y90-pet", fault),
            fault => Assert.StartsWith("line 5, case c: --administered-mbq: found 'much', expected a number", fault),
            fault => Assert.StartsWith("line 6, case c: the id stands already on line 5", fault),
            fault => Assert.StartsWith("line 7, case ../d: an id names a folder", fault),
            fault => Assert.StartsWith("line 8, case e: --activity FILE is missing", fault),
            fault => Assert.StartsWith("line 9, case f: --role: found 'Liver=kidney', expected NAME=ROLE", fault),
            fault => Assert.StartsWith("line 10, case g: --density ct needs --ct FILE", fault),
            fault => Assert.StartsWith("line 10, case g: --hours-after-administration: found '-2', expected a time not before", fault),
            fault => Assert.StartsWith("line 11: found 3 cells, the header has 12", fault),
            fault => Assert.Matches("^line 12, case i: case file .*none.json: no such file$", fault));
        Assert.Equal(3, cohort.Batch(manifest));
        Assert.False(Directory.Exists(cohort.Out));
    }

    [Fact]
    public void Manifest_JsonFaults_AreToldWithTheLineOfTheName()
    {
        using var cohort = new CohortFolder();
        cohort.Copy("p0");
        string manifest = cohort.Write("manifest.json",
            """
            {
              "defaults": { "case": "p0/case.json", "modality": "y90-pet" },
              // a remark
              "cases": [
                { "id": "a" },
                {
                  "id": "b",
                  "residual-mbq": -1,
                  "activty": "x.nrrd",
                  "method": ["ldm", "magic"],
                  "out": "elsewhere"
                },
                { "administered-mbq": 5 },
                7
              ]
            }
            """);

        Assert.Collection(Faults(manifest),
            fault => Assert.StartsWith("line 9, case b: unknown name 'activty'. Did you mean 'activity'?", fault),
            fault => Assert.StartsWith("line 10, case b: --method: found 'magic', expected ldm", fault),
            fault => Assert.StartsWith("line 11, case b: 'out' is the batch's to say", fault),
            fault => Assert.StartsWith("line 13: the case has no id", fault),
            fault => Assert.StartsWith("line 14: case 4 is Number, expected an object", fault));
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("id,activity\n", "line 1: there is no case in it")]
    [InlineData("id;activity;role\n", "line 1: the header 'id;activity;role' is separated by semicolons")]
    [InlineData("activity\nx.nrrd\n", "line 1: the header has no column 'id'")]
    [InlineData("id,out,activity,activity\n", "line 1: 'out' is the batch's to say")]
    [InlineData("id,activity\na,\"x.nrrd\nb,y.nrrd\n", "line 2: the quoting is broken here")]
    public void Manifest_NoTable_IsAFault(string text, string expected)
    {
        using var cohort = new CohortFolder();

        Assert.StartsWith(expected, Faults(cohort.Write("manifest.csv", text))[0]);
    }

    [Theory]
    [InlineData("[", "line 1: no valid JSON")]
    [InlineData("{\n\"case\": []}", "line 1: unknown name 'case'")]
    [InlineData("{\"cases\": {}}", "line 1: expected an array of cases")]
    public void Manifest_NoJsonCases_IsAFault(string text, string expected)
    {
        using var cohort = new CohortFolder();

        Assert.StartsWith(expected, Faults(cohort.Write("manifest.json", text))[0]);
    }

    [Fact]
    public void Manifest_CsvAndJson_SayTheSame()
    {
        using var cohort = new CohortFolder();
        cohort.Copy("p0");
        string csv = cohort.Write("m.csv", "id,case,role,vx-gy,method,comment\np,p0/case.json,Liver=liver;Tumor 1=tumor,10;20,ldm,\"a, remark\"\n");
        string json = cohort.Write("m.json",
            """[{ "id": "p", "case": "p0/case.json", "role": { "Liver": "liver", "Tumor 1": "tumor" }, "vx-gy": [10, 20], "method": "ldm", "comment": "x" }]""");

        BatchCase a = Assert.Single(Check(csv).Cases);
        BatchCase b = Assert.Single(Check(json).Cases);

        Assert.Equal(a.Id, b.Id);
        Assert.Equal(a.Values.Keys.Order(), b.Values.Keys.Order());
        Assert.All(a.Values, pair => Assert.Equal(pair.Value.Values, b.Values[pair.Key].Values));
        Assert.Equal([10, 20], a.Dose.VxDosesGy);
        Assert.Equal(2000, a.Dose.Administered!.Value.Megabecquerel, 1e-9);
        Assert.Equal(cohort.PathOf("p0/activity.nrrd"), a.Dose.Activity);
    }

    private static (IReadOnlyList<BatchCase> Cases, IReadOnlyList<ManifestFault> Faults) Check(string manifest) => ManifestChecker.Check(ManifestReader.Read(manifest));

    private static List<string> Faults(string manifest) => [.. Check(manifest).Faults.Select(fault => fault.ToString())];
}

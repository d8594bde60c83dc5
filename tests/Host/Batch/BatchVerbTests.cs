using System.Text.Json;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Batch;

public sealed class BatchVerbTests
{
    [Fact]
    public void Batch_ACohort_WritesAFolderACaseAndTheTableOfTheirNumbers()
    {
        using var cohort = new CohortFolder();

        Assert.Equal(0, cohort.Batch(cohort.Manifest(5), "--jobs", "2"));

        string[][] rows = cohort.Rows("cohort.csv");
        int column(string name) => Array.IndexOf(rows[0], name);
        Assert.Equal(["c00", "c01", "c02", "c03", "c04"], rows.Skip(1).Select(row => row[column("case")]).Distinct());
        foreach (string id in rows.Skip(1).Select(row => row[column("case")]).Distinct())
        {
            using FileStream stream = File.OpenRead(Path.Combine(cohort.Out, id, "results.json"));
            ResultsDocument results = ResultsJson.Read(stream, id);
            string[][] own = [.. rows.Where(row => row[column("case")] == id)];
            Assert.Equal(results.Structures.Sum(s => s.Dose.Count), own.Length);
            Assert.All(results.Structures, s => Assert.All(s.Dose, d => Assert.Equal(
                d.Value.MeanGy, double.Parse(own.Single(row => row[column("structure")] == s.Name && row[column("method")] == d.Key)[column("meanGy")]))));
            Assert.Equal(results.Quantification.NetMBq, double.Parse(own[0][column("netMBq")]));
        }

        Assert.Equal([["case", "line", "exitCode", "error"]], cohort.Rows("failures.csv"));
        using JsonDocument summary = JsonDocument.Parse(cohort.Bytes("cohort-summary.json"));
        JsonElement net = summary.RootElement.GetProperty("caseNumbers").GetProperty("netMBq");
        Assert.Equal(5, net.GetProperty("n").GetInt32());

        // 1900 to 1904 MBq: mean and median 1902, quartiles 1901 and 1903, sample standard deviation sqrt(10 / 4).
        Assert.Equal([1902, 1902, 1901, 1903], new[] { "mean", "median", "q1", "q3" }.Select(name => net.GetProperty(name).GetDouble()));
        Assert.Equal(Math.Sqrt(2.5), net.GetProperty("sd").GetDouble(), 1e-12);
        Assert.Empty(Directory.EnumerateFileSystemEntries(cohort.Out, ".*partial*"));
    }

    [Fact]
    public void Batch_OneJobOrTwo_GivesTheSameBytes()
    {
        using var one = new CohortFolder();
        using var two = new CohortFolder();

        Assert.Equal(0, one.Batch(one.Manifest(4), "--jobs", "1"));
        Assert.Equal(0, two.Batch(two.Manifest(4), "--jobs", "2"));

        Assert.Equal(one.Bytes("cohort.csv"), two.Bytes("cohort.csv"));
        Assert.Equal(one.Bytes("cohort.parquet"), two.Bytes("cohort.parquet"));
    }

    [Fact]
    public void Batch_ADamagedImage_FailsAloneAndIsDoneOnceItIsWhole()
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(4);
        string image = cohort.PathOf("p1/activity.nrrd");
        byte[] whole = File.ReadAllBytes(image);
        File.WriteAllBytes(image, whole[..(whole.Length / 2)]);

        Assert.Equal(6, cohort.Batch(manifest));

        string[][] failures = cohort.Rows("failures.csv");
        Assert.Equal(["c01", "c03"], failures.Skip(1).Select(row => row[0]));
        Assert.Equal(["3", "3", "3"], [failures[1][1], failures[1][2], failures[2][2]]);
        Assert.Contains("activity.nrrd", failures[1][3], StringComparison.Ordinal);
        Assert.Equal(["c00", "c02"], cohort.Rows("cohort.csv").Skip(1).Select(row => row[1]).Distinct());
        Assert.False(Directory.Exists(Path.Combine(cohort.Out, "c01")));

        Dictionary<string, DateTime> before = cohort.Written();
        File.WriteAllBytes(image, whole);
        Assert.Equal(0, cohort.Batch(manifest, "--resume"));

        Assert.Single(cohort.Rows("failures.csv"));
        Dictionary<string, DateTime> after = cohort.Written();
        Assert.Equal(4, after.Count);
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
    }

    [Fact]
    public void Batch_FailOnCode_KeepsTheResultsAndListsTheCase()
    {
        using var cohort = new CohortFolder();
        cohort.Copy("p0");
        string manifest = cohort.Write("m.csv", "id,case,fail-on\na,p0/case.json,registration-assumed\nb,p0/case.json,\n");

        Assert.Equal(6, cohort.Batch(manifest));

        string[] row = Assert.Single(cohort.Rows("failures.csv").Skip(1));
        Assert.Equal(["a", "2", "5", "'--fail-on: registration-assumed"], row);
        Assert.Equal(["a", "b"], cohort.Rows("cohort.csv").Skip(1).Select(r => r[1]).Distinct());
    }

    [Fact]
    public void Resume_NothingChanged_KeepsEveryCase()
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(3);
        Assert.Equal(0, cohort.Batch(manifest));
        Dictionary<string, DateTime> before = cohort.Written();
        byte[] table = cohort.Bytes("cohort.parquet");

        // The time of a file is no reason, its content is.
        File.SetLastWriteTimeUtc(cohort.PathOf("p0/activity.nrrd"), DateTime.UtcNow.AddHours(-3));
        Assert.Equal(0, cohort.Batch(manifest, "--resume"));

        Assert.Equal(before, cohort.Written());
        Assert.Equal(table, cohort.Bytes("cohort.parquet"));
    }

    [Theory]
    [InlineData("input", "c00,c02")]
    [InlineData("option", "c01")]
    [InlineData("missing", "c02")]
    [InlineData("program", "c00")]
    [InlineData("damaged stamp", "c01")]
    public void Resume_AfterAChange_RedoesWhatItConcerns(string change, string redone)
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(3);
        Assert.Equal(0, cohort.Batch(manifest));
        Dictionary<string, DateTime> before = cohort.Written();
        string stamp(string id) => Path.Combine(cohort.Out, id, "case-stamp.json");
        switch (change)
        {
            case "input":
                string image = cohort.PathOf("p0/activity.nrrd");
                DateTime time = File.GetLastWriteTimeUtc(image);
                byte[] bytes = File.ReadAllBytes(image);
                int remark = bytes.AsSpan().IndexOf("research"u8);
                bytes[remark] = (byte)'R';
                File.WriteAllBytes(image, bytes);

                // Even with size and time as they were: --resume reads the file.
                File.SetLastWriteTimeUtc(image, time);
                break;
            case "option":
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("1901", "1950", StringComparison.Ordinal));
                break;
            case "missing":
                Directory.Delete(Path.Combine(cohort.Out, "c02"), recursive: true);
                break;
            case "program":
                string text = File.ReadAllText(stamp("c00"));
                int at = text.IndexOf("\"program\": \"", StringComparison.Ordinal) + 12;
                File.WriteAllText(stamp("c00"), text[..at] + new string('0', 64) + text[(at + 64)..]);
                break;
            default:
                File.WriteAllText(stamp("c01"), "{");
                break;
        }

        Assert.Equal(0, cohort.Batch(manifest, "--resume"));

        Dictionary<string, DateTime> after = cohort.Written();
        Assert.Equal(redone.Split(','), after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value || (change == "missing" && pair.Key == "c02")).Select(pair => pair.Key).Order());
        Assert.Equal(3, after.Count);
    }

    [Fact]
    public void Resume_ACaseThatNowFails_LeavesNoOldResults()
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(2);
        Assert.Equal(0, cohort.Batch(manifest));
        File.WriteAllText(cohort.PathOf("p1/activity.nrrd"), "no image");

        Assert.Equal(6, cohort.Batch(manifest, "--resume"));

        Assert.False(Directory.Exists(Path.Combine(cohort.Out, "c01")));
        Assert.Equal(["c00"], cohort.Rows("cohort.csv").Skip(1).Select(row => row[1]).Distinct());
    }

    [Fact]
    public void Batch_FolderOfAnotherKindOrOfABatch_IsRefusedWithoutAWord()
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(1);
        Directory.CreateDirectory(cohort.Out);
        File.WriteAllText(Path.Combine(cohort.Out, "thesis.txt"), "mine");
        Assert.Equal(3, cohort.Batch(manifest, "--overwrite"));
        Assert.Equal(3, cohort.Batch(manifest, "--resume"));
        File.Delete(Path.Combine(cohort.Out, "thesis.txt"));
        Assert.Equal(0, cohort.Batch(manifest));

        Dictionary<string, DateTime> before = cohort.Written();
        Assert.Equal(3, cohort.Batch(manifest));
        Assert.Equal(before, cohort.Written());
        Assert.Equal(0, cohort.Batch(manifest, "--overwrite"));
        Assert.NotEqual(before, cohort.Written());
    }

    [Fact]
    public void Merge_OfShards_EqualsTheSerialRunAndMissesNone()
    {
        using var serial = new CohortFolder();
        using var shards = new CohortFolder();
        Assert.Equal(0, serial.Batch(serial.Manifest(5)));
        string manifest = shards.Manifest(5);

        Assert.Equal(0, shards.Batch(manifest, "--shard", "1/3"));
        Assert.Equal(0, shards.Batch(manifest, "--shard", "3/3"));
        Assert.Equal(3, shards.Batch(manifest, "--merge"));
        Assert.False(File.Exists(Path.Combine(shards.Out, "cohort.csv")));
        Assert.Equal(0, shards.Batch(manifest, "--shard", "2/3"));
        Assert.Equal(0, shards.Batch(manifest, "--merge"));

        Assert.Equal(serial.Bytes("cohort.csv"), shards.Bytes("cohort.csv"));
        Assert.Equal(serial.Bytes("cohort.parquet"), shards.Bytes("cohort.parquet"));
        Assert.Equal(serial.Bytes("cohort-summary.json"), shards.Bytes("cohort-summary.json"));
    }

    [Fact]
    public void Merge_AnInputThatChangedSinceItsShard_IsMissingNotMerged()
    {
        using var cohort = new CohortFolder();
        string manifest = cohort.Manifest(2);
        Assert.Equal(0, cohort.Batch(manifest, "--shard", "1/1"));
        File.AppendAllText(cohort.PathOf("p1/structures.seg.nrrd"), "x");

        Assert.Equal(3, cohort.Batch(manifest, "--merge"));
    }

    [Theory]
    [InlineData("--jobs", "0")]
    [InlineData("--shard", "0/2")]
    [InlineData("--shard", "3/2")]
    [InlineData("--emit", "pbs")]
    [InlineData("--merge", "--resume")]
    [InlineData("--resume", "--overwrite")]
    public void Batch_OptionsWithoutSense_AreWrongUsage(params string[] words)
    {
        using var cohort = new CohortFolder();

        Assert.Equal(2, cohort.Batch(cohort.Manifest(1), words));
        Assert.False(Directory.Exists(cohort.Out));
    }
}

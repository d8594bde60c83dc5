using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Planning;
using VoxelDose.Host.Verbs;

namespace VoxelDose.Tests.Host.Planning;

public sealed class PlanVerbTests : IDisposable
{
    private const string Checks = "--density 1.03 --energy-convention eanm2022";

    private readonly string _folder = Directory.CreateTempSubdirectory("voxeldose-plan").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static JsonElement Json(string arguments)
    {
        PlanCase plan = PlanBinder.Bind(VerbTable.CreateRoot().Parse(["plan", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--json"]));
        using var stream = new MemoryStream();
        PlanJson.Write(stream, PlanDocumentBuilder.Build(plan));
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private string File(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private static double Number(JsonElement json, params string[] path) => path.Aggregate(json, (element, name) => element.GetProperty(name)).GetDouble();

    [Theory]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 100 --lung-shunt 0", 2.07, 0.005, "target-perfused")]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 100 --lung-shunt 0.1", 2.304, 0.0005, "target-perfused")]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 100 --lung-shunt 0.1 --residual 0.1", 2.56, 0.005, "target-perfused")]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 100 --planar-counts lung=9,25 --planar-counts liver=81,225", 2.304, 0.0005, "target-perfused")]
    [InlineData("--model partition --device-type resin --tumor-ml 200 --normal-liver-ml 800 --tn-ratio 3 --target-tumor-gy 300 --lung-shunt 0.1", 3.23, 0.005, "target-tumor")]
    [InlineData("--model bsa --device-type resin --height-m 1.70 --weight-kg 70 --tumor-ml 200 --normal-liver-ml 800", 1.8097, 0.00005, "bsa")]
    public void Json_PublishedChecks_MetToTheDigitsGiven(string arguments, double activityGBq, double tolerance, string binding)
    {
        JsonElement json = Json($"{arguments} {Checks}");

        Assert.Equal(activityGBq, Number(json, "activityGBq"), tolerance);
        Assert.Equal(binding, json.GetProperty("binding").GetString());
    }

    [Fact]
    public void Json_DosesOfAnActivity_MetToTheDigitsGiven()
    {
        JsonElement json = Json(
            "--model partition --device-type glass --tumor-ml 200 --normal-liver-ml 1300 --tn-ratio 5 --lung-shunt 0.05 --activity-gbq 2 --density 1 --energy-convention eanm2022");

        Assert.Equal(205.159, Number(json, "doses", "tumorGy"), 0.0005);
        Assert.Equal(41.032, Number(json, "doses", "normalLiverGy"), 0.0005);
        Assert.Equal(4.967, Number(json, "doses", "lungGy"), 0.0005);
    }

    [Fact]
    public void Json_Defaults_AreDensity105LungOneKilogramAndDdep()
    {
        JsonElement inputs = Json("--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 100 --lung-shunt 0").GetProperty("inputs");

        Assert.Equal(1.05, Number(inputs, "densityGPerMl"));
        Assert.Equal(1, Number(inputs, "lungKg"));
        Assert.Equal("ddep", inputs.GetProperty("energyConvention").GetString());
        Assert.Equal(30, Number(inputs, "limitLungGy"));
        Assert.True(inputs.GetProperty("limitLungIsDefault").GetBoolean());
    }

    /// <summary>All that a GBq of 166Ho releases in the perfused torso liver, within the 4.1 % of photons that leave the table and what the liver's edge loses.</summary>
    [Fact]
    public void Json_VoxelModelOfHolmium_TakesItsOwnEnergyAndKernel()
    {
        string phantom = Repository.PathOf("data/phantoms/torso");
        JsonElement Plan(string device)
        {
            string[] words = $"plan --model voxel --activity {phantom}/activity.nrrd --structures {phantom}/structures.seg.nrrd --modality tc99m-maa-spect --target-perfused-gy 60 --lung-shunt 0.05 --device cpu --quiet --device-type {device}".Split(' ');
            Assert.Equal(0, Program.Run([.. words, "--out", Path.Combine(_folder, device)]));
            return JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(_folder, device, "plan.json"))).RootElement;
        }

        JsonElement holmium = Plan("holmium");
        JsonElement yttrium = Plan("glass");

        Assert.Equal("icrp107", holmium.GetProperty("inputs").GetProperty("energyConvention").GetString());
        double perGBq = Number(holmium, "doses", "perfusedGy") / Number(holmium, "activityGBq") / (Number(yttrium, "doses", "perfusedGy") / Number(yttrium, "activityGBq"));
        Assert.Contains("Tumor 1 = tumor", holmium.GetProperty("warnings").EnumerateArray().Single(w => w.GetProperty("code").GetString() == "role-from-name").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.InRange(perGBq, 0.955 * 16.19 / 49.38, 16.19 / 49.38);
    }

    [Theory]
    [InlineData("--perfused-ml", "1.5")]
    [InlineData("--perfused-ml", "1500000")]
    [InlineData("--normal-liver-ml", "0.8")]
    [InlineData("--liver-ml", "1.6")]
    [InlineData("--tumor-ml", "200000")]
    public void Volume_ThatIsNoneInMl_IsRefused(string option, string value)
    {
        var error = Assert.Throws<InvalidInputException>(() => Json($"--model mird --device-type glass --target-perfused-gy 100 --lung-shunt 0 {option} {value}"));
        Assert.Contains($"{option}: found {value} mL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Volume_InATreatmentFile_IsHeldToTheSame()
    {
        string path = File("litres.json", "{\"sessions\":[{\"name\":\"one\",\"territories\":[{\"name\":\"right\",\"perfusedMl\":1.2,\"lungShunt\":0.05}]}]}");
        var error = Assert.Throws<InvalidInputException>(() => Json($"--model mird --device-type glass --target-perfused-gy 100 --treatment {path}"));
        Assert.Contains("territory 'right': perfusedMl: found 1.2 mL", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.2", true)]
    [InlineData("20", false)]
    public void TumorThatMayBeInLitres_IsAskedAbout(string ml, bool isAsked)
    {
        JsonElement json = Json($"--model partition --device-type resin --tumor-ml {ml} --normal-liver-ml 800 --tn-ratio 3 --target-tumor-gy 300 --lung-shunt 0.1");
        Assert.Equal(isAsked, json.GetProperty("checks").EnumerateArray().Any(check => check.GetProperty("code").GetString() == "tumor-volume-small"));
    }

    [Theory]
    [InlineData("holmium", true)]
    [InlineData("glass", false)]
    public void LungLimits_OfAnotherNuclide_AreSaidToBe(string device, bool isTakenOver)
    {
        JsonElement json = Json($"--model mird --device-type {device} --perfused-ml 1000 --target-perfused-gy 60 --lung-shunt 0.05");
        string source = json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("code").GetString() == "lung-dose-session").GetProperty("source").GetString()!;
        Assert.Equal(isTakenOver, source.Contains("taken over for Ho-166", StringComparison.Ordinal));
    }

    /// <summary>The page's tables are as wide as their columns; the rule of a vial is a sentence and stands below.</summary>
    [Fact]
    public void Page_Vials_AreTwoNarrowTablesAndASentence()
    {
        string[] words = ("plan --quiet --model partition --device-type resin --tumor-ml 200 --normal-liver-ml 800 --tn-ratio 3 --lung-shunt 0.05 --target-tumor-gy 200 " +
            "--calibration-at 2026-03-22T12:00Z --injection-at 2026-03-23T10:00Z").Split(' ');
        Assert.Equal(0, Program.Run([.. words, "--out", Path.Combine(_folder, "page")]));
        string page = System.IO.File.ReadAllText(Path.Combine(_folder, "page", "plan.html"));
        foreach ((string table, int columns) in new[] { ("vials", 8), ("vial-doses", 6) })
        {
            int start = page.IndexOf($"id=\"{table}\"", StringComparison.Ordinal);
            Assert.True(start > 0, $"no table {table}");
            string head = page[start..page.IndexOf("</thead>", start, StringComparison.Ordinal)];
            Assert.Equal(columns, head.Split("<th").Length - 1 - (head.Split("<thead").Length - 1));
        }

        Assert.Contains("<p class=\"hint\">partition: drawn up", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_OfSeveralModels_NameThoseThatTheyAreAbout()
    {
        static CheckInfo Check(string code, string status) => new(code, status, "warning", "", null, null, null, null);
        (string, CheckInfo)[] checks = [("mird", Check("lung", "passed")), ("bsa", Check("lung", "failed")), ("voxel", Check("lung", "passed")), ("", Check("ecog", "passed"))];

        Assert.Equal("lung (mird, voxel), ecog", PlanTables.Codes(checks, "passed"));
        Assert.Equal("none", PlanTables.Codes(checks, "not given"));
    }

    [Fact]
    public void Json_AllModels_StandSideBySideAndTheVoxelModelSaysWhatIsMissing()
    {
        JsonElement json = Json(
            $"--model all --device-type resin --tumor-ml 200 --normal-liver-ml 800 --tn-ratio 3 --lung-shunt 0.1 --target-tumor-gy 300 --target-perfused-gy 100 --height-m 1.7 --weight-kg 70 {Checks}");

        Dictionary<string, JsonElement> models = json.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("model").GetString()!);
        Assert.Equal(["mird", "bsa", "modified-bsa", "partition", "voxel"], models.Keys);
        Assert.Equal(2.304, Number(models["mird"], "activityGBq"), 0.0005);
        Assert.Equal(0.8 * 1.8097, Number(models["bsa"], "activityGBq"), 0.00005);
        Assert.Equal(3.23, Number(models["partition"], "activityGBq"), 0.005);
        Assert.Equal(JsonValueKind.Null, models["voxel"].GetProperty("activityGBq").ValueKind);
        Assert.Contains("--activity", models["voxel"].GetProperty("reason").GetString(), StringComparison.Ordinal);

        // What the MIRD activity would do to the tumour, by partition: 2.304 / 3.2257 of 300 Gy.
        Assert.Equal(300 * 2.30411 / 3.22573, Number(models["mird"], "doses", "tumorGy"), 0.01);
    }

    [Fact]
    public void Json_TimesAcrossDaylightSaving_CountElapsedHours()
    {
        // Europe/Berlin leaves standard time on 2026-03-29: 24 h on the wall clock are 23 h.
        JsonElement vial = Json(
            "--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 120 --lung-shunt 0 --time-zone Europe/Berlin " +
            "--calibration-at 2026-03-28T12:00 --injection-at 2026-03-29T12:00").GetProperty("vial");

        Assert.Equal(23, Number(vial, "hoursFromCalibration"));
    }

    [Fact]
    public void Json_TimesInTwoZones_CountElapsedHours()
    {
        JsonElement vial = Json(
            "--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 120 --lung-shunt 0 " +
            "--calibration-at 2026-03-22T12:00[America/New_York] --injection-at 2026-03-24T10:00+01:00[Europe/Berlin]").GetProperty("vial");

        // New York is at -04:00 by then, Berlin still at +01:00: 16:00Z to 09:00Z two days later.
        Assert.Equal(41, Number(vial, "hoursFromCalibration"));
    }

    [Theory]
    [InlineData("2026-03-29T02:30[Europe/Berlin]", "skipped")]
    [InlineData("2026-10-25T02:30[Europe/Berlin]", "twice")]
    [InlineData("2026-10-25T12:00[Mars/Olympus]", "Mars/Olympus")]
    [InlineData("2026-07-01T12:00+01:00[Europe/Berlin]", "02:00:00")]
    [InlineData("tomorrow", "expected a date")]
    public void ZonedTime_TextThatNamesNoSingleInstant_IsRefused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidInputException>(() => ZonedTime.Parse(text, null, "--injection-at")).Message, StringComparison.Ordinal);

    [Fact]
    public void ZonedTime_Bare_NeedsAZone() => Assert.Throws<UsageException>(() => ZonedTime.Parse("2026-07-01T12:00", null, "--injection-at"));

    [Fact]
    public void Json_PatientFile_ChecksWhatIsGivenAndNamesWhatIsNot()
    {
        string patient = File("patient.json", """{ "ecog": 3, "bilirubinMgPerDl": 1.0, "plateletsPerNl": null }""");

        JsonElement json = Json($"--model mird --device-type glass --perfused-ml 1000 --target-perfused-gy 100 --lung-shunt 0 --patient {patient}");

        Dictionary<string, string> status = json.GetProperty("checks").EnumerateArray()
            .ToDictionary(check => check.GetProperty("code").GetString()!, check => check.GetProperty("status").GetString()!);
        Assert.Equal(("failed", "passed", "not given"), (status["ecog"], status["bilirubin"], status["platelets"]));
    }

    [Fact]
    public void Json_TreatmentInTwoSessions_SumsTheLungs()
    {
        string treatment = File("lobes.json", """
            { "sessions": [
              { "name": "right", "at": "2026-03-02T10:00Z", "territories": [ { "name": "right lobe", "normalLiverMl": 800, "lungShunt": 0.1,
                  "tumors": [ { "name": "T1", "volumeMl": 150, "tnRatio": 4 }, { "name": "T2", "volumeMl": 20 } ] } ] },
              { "name": "left", "at": "2026-04-06T10:00Z", "territories": [ { "name": "left lobe", "normalLiverMl": 400, "tumors": [ { "name": "T3", "volumeMl": 30 } ] } ] } ] }
            """);

        JsonElement json = Json($"--model partition --device-type glass --treatment {treatment} --tn-ratio 5 --lung-shunt 0.05 --target-normal-gy 50");

        JsonElement[] sessions = [.. json.GetProperty("sessions").EnumerateArray()];
        Assert.Equal(50, Number(sessions[1], "plan", "doses", "normalLiverGy"), 1e-9);
        Assert.Equal(
            Number(sessions[0], "plan", "doses", "lungGy") + Number(sessions[1], "plan", "doses", "lungGy"), Number(sessions[1], "cumulativeLungGy"), 1e-12);
        Assert.Equal(5, Number(sessions[1], "weeksSincePrevious"), 1e-12);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("activityGBq").ValueKind);
    }

    [Fact]
    public void Run_Out_WritesPageAndJsonWithEveryModel()
    {
        string patient = File("patient.json", """{ "ecog": 3, "ascites": true }""");
        string result = Path.Combine(_folder, "plan");

        int exit = Program.Run([
            "plan", "--quiet", "--json", .. "--model all --device-type glass --tumor-ml 200 --normal-liver-ml 800 --tn-ratio 0.8 --lung-shunt 0.1 --target-tumor-gy 300 --target-perfused-gy 120".Split(' '),
            "--patient", patient, "--out", result]);

        Assert.Equal(0, exit);
        string page = System.IO.File.ReadAllText(Path.Combine(result, "plan.html"));
        Assert.All(["mird", "partition", "tn-ratio-below-one", "ascites", "not given", "TheraSphere"], text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(5, JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(result, "plan.json"))).RootElement.GetProperty("models").GetArrayLength());
    }

    [Theory]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 0", ExitCode.WrongUsage)]
    [InlineData("--model partition --device-type glass --tumor-ml 100 --lung-shunt 0 --target-tumor-gy 100", ExitCode.WrongUsage)]
    [InlineData("--model nonsense --device-type glass", ExitCode.WrongUsage)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 0 --planar-counts lung=1,1 --planar-counts liver=1,1 --target-perfused-gy 100", ExitCode.WrongUsage)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --planar-counts lung=1 --target-perfused-gy 100", ExitCode.WrongUsage)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 10 --target-perfused-gy 100", ExitCode.BadInput)]
    [InlineData("--model mird --device-type glass --perfused-ml -1 --lung-shunt 0 --target-perfused-gy 100", ExitCode.BadInput)]
    [InlineData("--model bsa --device-type resin --tumor-ml 100 --normal-liver-ml 900 --height-m 170 --weight-kg 70", ExitCode.BadInput)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 0 --target-perfused-gy 100 --energy-convention guess", ExitCode.BadInput)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 0 --target-perfused-gy 100 --patient absent.json", ExitCode.BadInput)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 0 --target-perfused-gy 100 --fail-on lung-dose-session", ExitCode.Done)]
    [InlineData("--model mird --device-type glass --perfused-ml 1000 --lung-shunt 0 --target-perfused-gy 100 --fail-on ecog", ExitCode.FailOnCheck)]
    public void Run_ExitCode_IsThatOfTheContract(string arguments, object expected) =>
        Assert.Equal((int)(ExitCode)expected, Program.Run(["plan", "--quiet", .. arguments.Split(' ')]));
}

using System.Text.Json;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Comparison;

public sealed class CompareVerbTests : IDisposable
{
    private static readonly string[] Roles = ["--role", "Label 1=normal-liver", "--role", "Label 2=tumor", "--role", "Label 3=tumor", "--role", "Label 4=tumor"];

    private readonly string _folder = Directory.CreateTempSubdirectory("voxeldose-compare").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Pair(string name) => Repository.PathOf($"data/phantoms/pair/{name}");

    private JsonElement Compare(string predicted, string delivered, params string[] more)
    {
        string result = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        int exit = Program.Run(
            ["compare", "--quiet", "--device", "cpu", "--predicted", predicted, "--delivered", delivered, "--structures", Pair("structures.nii.gz"), .. Roles, "--out", result, .. more]);
        Assert.Equal((int)ExitCode.Done, exit);
        return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(result, "comparison.json"))).RootElement;
    }

    private static double Number(JsonElement json, params string[] path) => path.Aggregate(json, (element, name) => element.GetProperty(name)).GetDouble();

    private static JsonElement Structure(JsonElement json, string name) => json.GetProperty("structures").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);

    [Fact]
    public void Run_PhantomPair_AgreesWithTheTruthTable()
    {
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllBytes(Pair("truth.json")));
        JsonElement json = Compare(Pair("predicted.nii.gz"), Pair("delivered.nii.gz"), "--dice-gy", "50", "--dice-gy", "100", "--dice-gy", "150");

        // The issue asks for 0.5 %; both read the same float32 images, so 1e-5 is left for statistics and 0.5 % for gamma's lattice.
        void Near(double expected, double found, double relative = 1e-5) => Assert.True(Math.Abs(found - expected) <= relative * Math.Max(Math.Abs(expected), 1e-3), $"{expected} expected, {found} found");
        foreach (JsonElement expected in truth.RootElement.GetProperty("structures").EnumerateArray())
        {
            JsonElement found = Structure(json, expected.GetProperty("name").GetString()!);
            Near(Number(expected, "volumeMl"), Number(found, "volumeMl"));
            Near(Number(expected, "predictedMeanGy"), Number(found, "predicted", "meanGy"));
            Near(Number(expected, "deliveredMeanGy"), Number(found, "delivered", "meanGy"));
            Near(Number(expected, "differenceGy"), Number(found, "differenceGy"), 1e-4);
            Near(Number(expected, "ratio"), Number(found, "ratio"));
            foreach (string d in new[] { "D70Gy", "D95Gy" })
            {
                string camel = char.ToLowerInvariant(d[0]) + d[1..];
                Near(Number(expected, "predicted" + d), Number(found, "predicted", camel));
                Near(Number(expected, "delivered" + d), Number(found, "delivered", camel));
            }

            Near(Number(expected, "deliveredV100"), found.GetProperty("delivered").GetProperty("vx").EnumerateArray().Single(v => Number(v, "doseGy") == 100).GetProperty("fraction").GetDouble());
            Near(Number(expected, "linsCcc"), Number(found, "linsCcc"));
            Near(Number(expected, "pearson"), Number(found, "pearson"));
            Near(Number(expected, "spearman"), Number(found, "spearman"), 1e-4);
            Assert.Equal(Number(expected, "gammaEvaluated"), Number(found, "gammaEvaluated"));
            Near(Number(expected, "gammaPassFraction"), Number(found, "gammaPassFraction"), 0.005);
            foreach ((JsonElement e, JsonElement f) in expected.GetProperty("dice").EnumerateArray().Zip(found.GetProperty("isodoseDice").EnumerateArray()))
            {
                if (e.GetProperty("dice").ValueKind == JsonValueKind.Null)
                {
                    Assert.Equal(JsonValueKind.Null, f.GetProperty("dice").ValueKind);
                }
                else
                {
                    Near(Number(e, "dice"), Number(f, "dice"), 1e-4);
                }
            }
        }

        JsonElement agreement = truth.RootElement.GetProperty("agreement");
        foreach (string name in new[] { "n", "biasGy", "loaLowGy", "loaHighGy" })
        {
            Near(Number(agreement, name), Number(json, "agreement", name), 1e-4);
        }

        JsonElement union = Structure(json, "Tumors (union)");
        Near(Number(truth.RootElement, "tumorUnion", "predictedMeanGy"), Number(union, "predicted", "meanGy"));
        Near(Number(truth.RootElement, "tumorUnion", "deliveredMeanGy"), Number(union, "delivered", "meanGy"));

        // Predicted above 191.3 Gy, delivered below: a crossing of the neuroendocrine limit.
        Assert.Contains(json.GetProperty("crossings").EnumerateArray(), crossing =>
            crossing.GetProperty("structure").GetString() == "Label 2" && Number(crossing, "limit") == 191.3 && crossing.GetProperty("predictedKeeps").GetBoolean());
        Assert.Contains(json.GetProperty("warnings").EnumerateArray(), warning => warning.GetProperty("code").GetString() == "resolution-not-matched");
    }

    [Fact]
    public void Run_DoseAgainstItself_IsZeroOneAndHundredPercent()
    {
        JsonElement json = Compare(Pair("delivered.nii.gz"), Pair("delivered.nii.gz"));

        foreach (JsonElement structure in json.GetProperty("structures").EnumerateArray())
        {
            Assert.Equal((0.0, 1.0, 1.0), (Number(structure, "differenceGy"), Number(structure, "ratio"), Number(structure, "gammaPassFraction")));
            Assert.Equal(1, Number(structure, "linsCcc"), 1e-12);
        }

        Assert.Equal(0, Number(json, "agreement", "biasGy"));
        Assert.Equal(1, Number(json, "voxelwise", "gammaLocal", "passFraction"));
        Assert.Empty(json.GetProperty("crossings").EnumerateArray());
    }

    [Fact]
    public void Run_UniformlyScaledCopy_GivesThatBiasAndNormalisationUndoesIt()
    {
        Volume delivered = VolumeFile.Read(Pair("delivered.nii.gz")).Volume;
        string scaled = Path.Combine(_folder, "scaled.nii.gz");
        VolumeFile.Write(scaled, new(delivered.Grid, Array.ConvertAll(delivered.Values, value => 0.8f * value)), "dose", "Gy");

        JsonElement json = Compare(scaled, Pair("delivered.nii.gz"), "--role", "Label 1=liver", "--normalise", "liver");

        // float32 times 0.8f: 1e-7 relative.
        Assert.All(json.GetProperty("structures").EnumerateArray(), structure => Assert.Equal(1.25, Number(structure, "ratio"), 1e-6));
        Assert.Equal(1.25, Number(json, "normalised", "predictedFactor"), 1e-6);
        Assert.All(json.GetProperty("normalised").GetProperty("structures").EnumerateArray(), structure => Assert.Equal(1, Number(structure, "ratio"), 1e-6));
    }

    [Fact]
    public void Run_RigidlyMovedCopyWithItsTransform_IsTheSameAgain()
    {
        // The copy lies 7.3 mm further along L and 2.1 mm along S; the transform maps delivered points there. No resampling: only the origin moves.
        Volume delivered = VolumeFile.Read(Pair("delivered.nii.gz")).Volume;
        string moved = Path.Combine(_folder, "moved.nii.gz");
        VoxelGrid grid = delivered.Grid;
        VolumeFile.Write(moved, new(new(grid.Size, grid.SpacingMm, grid.OriginMm + new Vec3(7.3, 0, 2.1), grid.Direction), delivered.Values), "dose", "Gy");
        string transform = Path.Combine(_folder, "move.tfm");
        File.WriteAllText(transform, "#Insight Transform File V1.0\n#Transform 0\nTransform: TranslationTransform_double_3_3\nParameters: 7.3 0 2.1\nFixedParameters:\n");

        JsonElement json = Compare(moved, Pair("delivered.nii.gz"), "--transform", transform);

        Assert.All(json.GetProperty("structures").EnumerateArray(), structure => Assert.Equal(1, Number(structure, "ratio"), 1e-5));
        Assert.Equal(1, Number(json, "voxelwise", "gammaGlobal", "passFraction"));
    }

    [Fact]
    public void Run_PredictionThatCoversPartOfAStructure_IsWarnedOfAndHeldAgainstNothing()
    {
        // The upper half of the prediction is absent.
        Volume predicted = VolumeFile.Read(Pair("predicted.nii.gz")).Volume;
        VoxelGrid grid = predicted.Grid;
        string lower = Path.Combine(_folder, "lower.nii.gz");
        var size = new Size3(grid.Size.X, grid.Size.Y, grid.Size.Z / 2);
        VolumeFile.Write(lower, new(new(size, grid.SpacingMm, grid.OriginMm, grid.Direction), predicted.Values[..(int)size.Count]), "dose", "Gy");

        JsonElement json = Compare(lower, Pair("delivered.nii.gz"));

        string[] partly = [.. json.GetProperty("structures").EnumerateArray().Where(s => Number(s, "predictedCoveredFraction") < 0.95).Select(s => s.GetProperty("name").GetString()!)];
        Assert.NotEmpty(partly);
        string[] warnings = [.. json.GetProperty("warnings").EnumerateArray().Where(w => w.GetProperty("code").GetString() == "structure-partly-covered").Select(w => w.GetProperty("message").GetString()!)];
        Assert.All(partly, name => Assert.Contains(warnings, warning => warning.StartsWith($"'{name}'", StringComparison.Ordinal)));
        Assert.DoesNotContain(json.GetProperty("crossings").EnumerateArray(), c => partly.Contains(c.GetProperty("structure").GetString()));
        Assert.DoesNotContain(json.GetProperty("agreement").GetProperty("structures").EnumerateArray(), s => partly.Contains(s.GetString()));
    }

    [Fact]
    public void Run_TwoDoseRunsOnDifferentGrids_ComparesThemWithTheirOwnStructures()
    {
        string At(string name) => Path.Combine(_folder, name);
        void Ok(params string[] arguments) => Assert.Equal((int)ExitCode.Done, Program.Run([.. arguments, "--quiet", "--overwrite"]));
        Ok("phantom", "torso-pair", "--spacing-mm", "10x10x8", "--out", At("coarse"));
        Ok("phantom", "torso-pair", "--spacing-mm", "8x8x6", "--out", At("fine"));
        Ok("dose", At("coarse/case-predicted.json"), "--device", "cpu", "--out", At("maa"));
        Ok("dose", At("fine/case.json"), "--device", "cpu", "--out", At("pet"));
        Ok("compare", "--predicted", At("maa"), "--delivered", At("pet"), "--device", "cpu", "--out", At("result"));

        string page = File.ReadAllText(At("result/report.html"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(At("result/comparison.json")));
        JsonElement json = document.RootElement;
        Assert.Equal("the delivered run", json.GetProperty("structuresFrom").GetString());
        Assert.Equal(0.06, Number(json, "lung", "predictedShunt"), 1e-9);
        Assert.True(Number(json, "predicted", "tumorToNormalRatio") > 1 && Number(json, "delivered", "tumorToNormalRatio") > 1);

        // The recipe: 4 and 7 predicted, 5 delivered; the coarser voxels of the prediction take from the smaller tumour's.
        Assert.InRange(Number(Structure(json, "Tumor 1"), "ratio"), 1.1, 1.4);
        Assert.InRange(Number(Structure(json, "Tumor 2"), "ratio"), 0.7, 0.99);

        // Whatever colour the page uses it defines: undefined ones leave charts without lines.
        Assert.All(
            System.Text.RegularExpressions.Regex.Matches(page, @"var\((--[a-z0-9-]+)\)").Select(match => match.Groups[1].Value).Distinct(),
            name => Assert.Contains($"{name}:", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--gamma 3/3", ExitCode.WrongUsage)]
    [InlineData("--predicted-fwhm-mm 12", ExitCode.WrongUsage)]
    [InlineData("--role Nobody=tumor", ExitCode.BadInput)]
    [InlineData("--threshold-set nonsense", ExitCode.BadInput)]
    [InlineData("--normalise liver", ExitCode.BadInput)]
    [InlineData("--fail-on resolution-not-matched", ExitCode.FailOnCheck)]
    public void Run_ExitCode_IsThatOfTheContract(string more, object expected) => Assert.Equal((int)(ExitCode)expected, Program.Run(
        ["compare", "--quiet", "--device", "cpu", "--predicted", Pair("predicted.nii.gz"), "--delivered", Pair("delivered.nii.gz"), "--structures", Pair("structures.nii.gz"),
            "--out", Path.Combine(_folder, "out"), .. more.Split(' ')]));
}

using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Cases;

public sealed class DoseCaseBinderTests
{
    [Fact]
    public void Bind_ActivityAlone_TakesTheContractsDefaults()
    {
        DoseCase dose = Bind(("activity", "a.nrrd"));

        Assert.Equal([DoseMethod.LocalDeposition, DoseMethod.VoxelS], dose.Methods);
        Assert.Equal("ddep", dose.Decay.Convention);
        Assert.Equal(1.05, dose.UniformDensity.GramPerMl);
        Assert.Equal(1, dose.RelativeMassRange);
        Assert.Null(dose.Device.Kind);
        Assert.Null(dose.HoursAfterAdministration);
    }

    [Theory]
    [InlineData("method", "dpk", "vsv")]
    [InlineData("modality", "y90-pett", "y90-pet")]
    [InlineData("density", "1.05", "uniform:")]
    [InlineData("lung-shunt", "5%", "number")]
    [InlineData("device", "cuda:x", "cuda[:N]")]
    [InlineData("role", "Liver=livr", "'liver'")]
    [InlineData("role", "Liver", "NAME=ROLE")]
    [InlineData("transform", "pet=a.tfm", "activity, ct, structures")]
    [InlineData("threads", "0", "whole number")]
    [InlineData("kernel-tolerance", "1", "up to 0.1")]
    [InlineData("kernel-tolerance", "-1e-3", "0 (the exact table)")]
    public void Bind_WrongWord_SaysWhatWouldBeRight(string option, string value, string hint)
    {
        var error = Assert.Throws<UsageException>(() => Bind(("activity", "a.nrrd"), (option, value)));

        Assert.Contains(value.Split('=')[0], error.Message, StringComparison.Ordinal);
        if (option != "role" || value.Contains('=', StringComparison.Ordinal))
        {
            Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("uniform:10")]
    [InlineData("uniform:2.01")]
    [InlineData("uniform:0.19")]
    [InlineData("uniform:-1")]
    [InlineData("uniform:NaN")]
    [InlineData("uniform:1050")]
    public void Bind_DensityThatNoTissueHas_IsRefusedWithTheRange(string density)
    {
        var error = Assert.Throws<UsageException>(() => Bind(("activity", "a.nrrd"), ("density", density)));

        Assert.Contains(density, error.Message, StringComparison.Ordinal);
        Assert.Contains("0.2 to 2 g/mL", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uniform:0.2", 0.2)]
    [InlineData("uniform:2", 2)]
    public void Bind_DensityAtTheEdgeOfTissue_IsTaken(string density, double gramPerMl) =>
        Assert.Equal(gramPerMl, Bind(("activity", "a.nrrd"), ("density", density)).UniformDensity.GramPerMl);

    [Fact]
    public void CaseFile_NamedSetsAndModels_AreBuiltInOrBesideTheFile()
    {
        using var folder = new TemporaryFolder();
        string model = OutcomeModel.BuiltInNames[0];
        string path = folder.Write("case.json", $$"""{ "activity": "a.nrrd", "threshold-set": ["{{DoseCase.LungLimits}}", "mine.json"], "outcome-model": ["{{model}}", "models/own.json"] }""");

        DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, CaseFile.Read(path, DoseOptions.All)));

        Assert.Equal([DoseCase.LungLimits, Path.Combine(folder.Path, "mine.json")], dose.ThresholdSets);
        Assert.Equal([model, Path.Combine(folder.Path, "models/own.json")], dose.Statistics.OutcomeModels);
    }

    [Fact]
    public void Bind_TwoTimesWithOffsets_GiveTheHoursBetween()
    {
        DoseCase dose = Bind(
            ("activity", "a.nrrd"), ("administered-at", "2026-03-28T23:00+01:00"), ("acquired-at", "2026-03-29T23:00+02:00"));

        Assert.Equal(23, dose.HoursAfterAdministration!.Value, 9);
    }

    [Fact]
    public void Bind_HoursAndTimes_Contradict() => Assert.Throws<UsageException>(() => Bind(
        ("activity", "a.nrrd"), ("hours-after-administration", "3"), ("administered-at", "2026-03-28T23:00")));

    [Theory]
    [InlineData("cuda:1", DeviceKind.Cuda, 1)]
    [InlineData("opencl", DeviceKind.OpenCl, null)]
    [InlineData("ilgpu-cpu", DeviceKind.IlgpuCpu, null)]
    public void Bind_Device_SelectsKindAndIndex(string word, DeviceKind kind, int? index)
    {
        DoseCase dose = Bind(("activity", "a.nrrd"), ("device", word));

        Assert.Equal((kind, index), (dose.Device.Kind!.Value, dose.Device.Index));
    }

    [Fact]
    public void Bind_RoleWithEqualsInName_SplitsAtTheLast()
    {
        DoseCase dose = Bind(("activity", "a.nrrd"), ("role", "T=1=tumor"));

        Assert.Equal(StructureRole.Tumor, dose.Roles["T=1"]);
    }

    [Fact]
    public void CaseFile_RelativePathsAndObjects_ReadAsFlags()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("case.json",
            """{ "activity": "a/pet.nrrd", "role": { "Liver": "liver" }, "method": ["ldm"], "lung-shunt": 0.05, "ct": "ct.nrrd", "transform": { "ct": "t.tfm" } }""");

        Dictionary<string, RawValue> values = CaseFile.Read(path, DoseOptions.All);
        DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, values));

        Assert.Equal(Path.Combine(folder.Path, "a/pet.nrrd"), dose.Activity);
        Assert.Equal(StructureRole.Liver, dose.Roles["Liver"]);
        Assert.Equal(Path.Combine(folder.Path, "t.tfm"), dose.Transforms["ct"]);
        Assert.Equal(0.05, dose.LungShuntFraction);
    }

    [Theory]
    [InlineData("[1]", "expected an object")]
    [InlineData("{ \"activty\": \"a\" }", "'activity'")]
    [InlineData("{ \"activity\": \"a\", \"activity\": \"b\" }", "twice")]
    [InlineData("{ \"activity\": [\"a\", \"b\"] }", "expected one")]
    [InlineData("{ \"activity\": {} }", "expected text")]
    [InlineData("{", "no valid JSON")]
    public void CaseFile_BadContent_IsBadInput(string json, string hint)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("case.json", json);

        var error = Assert.Throws<InvalidInputException>(() => CaseFile.Read(path, DoseOptions.All));

        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    private static DoseCase Bind(params (string Name, string Value)[] given) => DoseCaseBinder.Bind(new(
        DoseOptions.All, given.ToDictionary(g => g.Name, g => new RawValue([g.Value], "--" + g.Name, IsFromFile: false))));
}

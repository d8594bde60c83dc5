using VoxelDose.Host.Cli;
using VoxelDose.Host.Verbs;

namespace VoxelDose.Tests.Host.Cli;

public class UsageErrorsTests
{
    [Theory]
    [InlineData("unknown verb 'dsoe'|Did you mean 'dose'?", "dsoe")]
    [InlineData("a verb is missing: dose, compare")]
    [InlineData("unknown option '--activty'. Did you mean '--activity'?", "dose", "--activty", "pet.nrrd")]
    [InlineData("unknown option '--metod'. Did you mean '--method'?", "dose", "case.json", "--metod", "ldm", "--out", "x")]
    [InlineData("unknown option '--nuclid'. Did you mean '--nuclide'?", "kernel", "--nuclid", "Y-90", "--voxel", "4")]
    [InlineData("unknown option '--jsn'. Did you mean '--json'?", "devices", "--jsn")]
    [InlineData("--out: its value is missing, expected --out PATH (folder for the results)", "dose", "case.json", "--out")]
    [InlineData("--administered-mbq: its value is missing, expected --administered-mbq N|MBq", "dose", "case.json", "--administered-mbq", "--out", "x")]
    [InlineData("--role: its value is missing|NAME=ROLE with tumor, liver", "dose", "case.json", "--role")]
    [InlineData("--modality: its value is missing|y90-pet|tc99m-maa-spect", "dose", "case.json", "--modality", "--out", "x")]
    [InlineData("--nuclide: found 'Y-9'|Did you mean 'Y-90'?", "kernel", "--nuclide", "Y-9", "--voxel", "4")]
    [InlineData("--voxel|is missing", "kernel")]
    [InlineData("unexpected word 'extra': 'dose' takes one CASE and options", "dose", "case.json", "extra")]
    [InlineData("unexpected word 'foo': 'devices' takes options only", "devices", "foo")]
    public void Of_WrongLine_SaysWhatWouldBeRight(string parts, params string[] line)
    {
        string faults = string.Join('\n', UsageErrors.Of(VerbTable.CreateRoot().Parse(line)));

        Assert.All(parts.Split('|'), part => Assert.Contains(part, faults, StringComparison.Ordinal));
        Assert.DoesNotContain("Unrecognized command", faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dose", "case.json", "--role", "A=b=tumor", "--residual-mbq", "-5", "--out", "x")]
    [InlineData("dose", "--activity", "a.nrrd", "--method", "ldm", "--method", "mc", "--quiet")]
    [InlineData("kernel", "--nuclide", "Y-90", "--voxel", "4.07x4.07x3")]
    [InlineData("help", "units")]
    public void Of_RightLine_IsSilent(params string[] line) => Assert.Empty(UsageErrors.Of(VerbTable.CreateRoot().Parse(line)));

    [Fact]
    public void Of_UnknownOption_DoesNotBlameItsValueToo()
    {
        string fault = Assert.Single(UsageErrors.Of(VerbTable.CreateRoot().Parse(["dose", "case.json", "--metod", "ldm"])));

        Assert.DoesNotContain("'ldm'", fault, StringComparison.Ordinal);
    }
}

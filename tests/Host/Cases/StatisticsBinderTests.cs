using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Cases;

public sealed class StatisticsBinderTests
{
    [Fact]
    public void Bind_Options_ReachTheEngineAsStated()
    {
        StatisticsCase found = Bind(
            ("derive", "Rim:other=shell(\"Tumor 1\", 0, 3)"), ("radiobiology", "tumor=8,1,0.02"), ("uncertainty-of", "calibration=0.05"), ("contour-fwhm-mm", "2"));

        Assert.Equal(new DerivedDefinition("Rim", StructureRole.Other, "shell(\"Tumor 1\", 0, 3)"), Assert.Single(found.Derived));
        RadiobiologyParameters tumor = found.Radiobiology[StructureRole.Tumor];
        Assert.Equal((8, 1, 0.02), (tumor.AlphaBetaGy, tumor.RepairHalfTimeH, tumor.AlphaPerGy));
        UncertaintyAssumptions assumptions = StatisticsBinder.Assumptions(found, isAbsolute: true, "Y-90");
        Assert.Equal((0.05, 2.0, 0.02), (assumptions.Calibration!.Relative, assumptions.DelineationFwhmMm, assumptions.Density!.Relative));
        Assert.Contains("tumor=8,1,0.02 (user)", StatisticsBinder.InForce(found.Radiobiology));
        Assert.Contains(StatisticsBinder.InForce(found.Radiobiology), text => text.StartsWith("liver=2.5,2.5 (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("radiobiology", "tumor=0,1.5")]
    [InlineData("radiobiology", "spleen=2,1.5")]
    [InlineData("radiobiology", "tumor=10")]
    [InlineData("uncertainty-of", "weather=0.1")]
    [InlineData("uncertainty-of", "kernel=-0.1")]
    [InlineData("tumor-shell-mm", "-5")]
    [InlineData("contour-fwhm-mm", "-1")]
    public void Bind_WrongValue_IsWrongUsage(string option, string value) => Assert.Throws<UsageException>(() => Bind((option, value)));

    [Fact]
    public void Assumptions_RecoveryFile_IsReadAndItsFaultsAreNamed()
    {
        using var folder = new TemporaryFolder();
        string good = folder.PathOf("good.csv");
        string bad = folder.PathOf("bad.csv");
        File.WriteAllText(good, "diameterMm,coefficient,relativeUncertainty\n10,0.4,0.05\n37,0.9,0.02\n");
        File.WriteAllText(bad, "diameterMm,coefficient\n10,0.4\n37;0.9\n");

        Assert.Equal(0.65, StatisticsBinder.Assumptions(new() { Recovery = good }, true, "Y-90").Recovery!.At(23.5)!.Value.Coefficient, 9);
        string message = Assert.Throws<InvalidInputException>(() => StatisticsBinder.Assumptions(new() { Recovery = bad }, true, "Y-90")).Message;
        Assert.Contains("bad.csv, line 3", message, StringComparison.Ordinal);
    }

    private static StatisticsCase Bind(params (string Name, string Value)[] options) => StatisticsBinder.Bind(new(
        DoseOptions.All, options.ToDictionary(o => o.Name, o => new RawValue([o.Value], $"--{o.Name}", false))));
}

using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Cases;

public sealed class MonteCarloOptionsTests
{
    [Theory]
    [InlineData("1%", 0.01)]
    [InlineData("0.025", 0.025)]
    public void Read_Uncertainty_TakesPercentAndShare(string text, double expected) =>
        Assert.Equal(expected, Read(("uncertainty", text)).Uncertainty!.Value, 1e-12);

    [Theory]
    [InlineData("uncertainty", "2")]
    [InlineData("uncertainty", "0%")]
    [InlineData("histories", "0")]
    [InlineData("histories", "1.5")]
    [InlineData("seed", "-1")]
    public void Read_ImpossibleValue_IsRefused(string option, string value) =>
        Assert.Throws<UsageException>(() => Read((option, value)));

    [Fact]
    public void Read_HistoriesAndUncertainty_AreRefusedTogether() =>
        Assert.Throws<UsageException>(() => Read(("histories", "1e6"), ("uncertainty", "1%")));

    [Fact]
    public void Read_OptionWithoutMonteCarlo_IsRefused() =>
        Assert.Throws<UsageException>(() => MonteCarloOptions.Read(Reader(("seed", "3")), isAsked: false));

    private static MonteCarloSettings Read(params (string Name, string Value)[] options) =>
        MonteCarloOptions.Read(Reader(options), isAsked: true);

    private static CaseReader Reader(params (string Name, string Value)[] options) => new(
        DoseOptions.All, options.ToDictionary(o => o.Name, o => new RawValue([o.Value], "--" + o.Name, IsFromFile: false)));
}

using VoxelDose.Engine.Physics;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>The lung shunt as a number, from a planar pair and from structures, as a user gives it.</summary>
public sealed class LungShuntOptionTests
{
    private const double OfTheTorso = (47.14990313 + 44.563404648) / 2000; // activity of the two lungs in truth.json

    private static readonly string Case = Repository.PathOf("data/phantoms/torso/case.json");

    [Fact]
    public void Structures_OnAnMaaImage_ShuntIsMeasuredAndThePlannedActivitySpread()
    {
        using Invocation run = new Invocation().Dose(
            Case, "--modality", "tc99m-maa-spect", "--calibration", "relative", "--administered-mbq", "1500", "--lung-shunt-from", "structures", "--method", "ldm");

        Assert.Equal(0, run.ExitCode);
        ResultsDocument results = run.Results;
        double shunt = results.Quantification.LungShuntFraction!.Value;
        Assert.Equal(OfTheTorso, shunt, 1e-6);
        Assert.Equal(1500 * (1 - shunt), results.Quantification.ActivityInLiverMBq!.Value, 1e-2);
        double joulePerGBq = EnergyConventions.Get("Y-90", "ddep").JPerGBq;
        Assert.Equal(joulePerGBq * 1.5 * shunt, results.Derived.LungDoseGy!.Value, 1e-6); // in 1 kg
        Assert.Contains(results.Warnings, warning => warning.Code == "lung-shunt-measured");
    }

    [Fact]
    public void PlanarCounts_GiveTheGeometricMean()
    {
        using Invocation run = new Invocation().Dose(Case, "--planar-counts", "lung=9000,4000", "--planar-counts", "liver=144000,81000", "--method", "ldm");

        Assert.Equal(6.0 / 114, run.Results.Quantification.LungShuntFraction!.Value, 1e-12);
    }

    [Theory]
    [InlineData(2, "--planar-counts", "lung=9000,4000")]
    [InlineData(2, "--planar-counts", "lung=9000", "--planar-counts", "liver=1,2")]
    [InlineData(2, "--planar-counts", "lung=9000,4000", "--planar-counts", "liver=144000,81000", "--lung-shunt", "0.1")]
    [InlineData(2, "--lung-shunt-from", "structures", "--lung-shunt", "0.1")]
    [InlineData(3, "--planar-counts", "lung=9000,4000", "--planar-counts", "liver=0,81000")]
    [InlineData(3, "--lung-shunt-from", "structures", "--role", "Lung left=other", "--role", "Lung right=other")]
    public void Unclear_IsRefused(int code, params string[] words)
    {
        using Invocation run = new Invocation().Dose([Case, .. words]);
        Assert.Equal(code, run.ExitCode);
    }
}

using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Comparison;

public sealed class ResolutionMatchingTests
{
    private static readonly double FwhmPerSigma = 2 * Math.Sqrt(2 * Math.Log(2));

    [Theory]
    [InlineData(7, 14, true)]
    [InlineData(14, 7, false)]
    [InlineData(6, 6, false)]
    public void AddedFwhm_OfTwoWidths_IsTheRootOfTheDifferenceOfSquares(double predictedMm, double deliveredMm, bool predictedIsFiner)
    {
        var matching = new ResolutionMatching { PredictedFwhmMm = predictedMm, DeliveredFwhmMm = deliveredMm };

        Assert.Equal(Math.Sqrt(Math.Abs((predictedMm * predictedMm) - (deliveredMm * deliveredMm))), matching.AddedFwhmMm, 1e-12);
        Assert.Equal(predictedIsFiner, matching.PredictedIsFiner);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    public void PredictedFwhm_ThatIsNoWidth_IsRefused(double mm) =>
        Assert.Throws<InvalidInputException>(() => new ResolutionMatching { PredictedFwhmMm = mm, DeliveredFwhmMm = 6 });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_GaussiansOfBothWidths_AreTheSameAfterMatching(bool predictedIsFiner)
    {
        // A point seen with 7 mm, blurred to 14 mm, is a point seen with 14 mm: Gaussians convolve to the root of the sum of squares.
        const double fineMm = 7, coarseMm = 14;
        Volume fine = Spot(fineMm), coarse = Spot(coarseMm);
        (Volume predicted, Volume delivered) = predictedIsFiner ? (fine, coarse) : (coarse, fine);
        using var compute = new HostCompute();

        ComparisonResult result = new DoseComparer(compute).Run(new()
        {
            PredictedGy = predicted,
            DeliveredGy = delivered,
            Gamma = new() { DoseFraction = 0.03, DistanceMm = 3 },
            HalfLifeH = 64.1,
            Method = "vsv",
            Resolution = new() { PredictedFwhmMm = predictedIsFiner ? fineMm : coarseMm, DeliveredFwhmMm = predictedIsFiner ? coarseMm : fineMm },
        });

        // Samples at one sigma or more a voxel convolve to samples (Poisson's sum: 1e-4); the cut at four sigma takes as much.
        double worst = result.PredictedGy.Values.Zip(result.DeliveredGy.Values, (p, d) => Math.Abs(p - d)).Max();
        double peak = coarse.Values.Max();
        Assert.True(worst < 5e-4 * peak, $"{worst / peak:P2} of the peak");

        // Without matching they are far apart.
        Assert.True(fine.Values.Max() > 7 * peak);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(6)]
    [InlineData(3)]
    [InlineData(1)]
    public void Apply_Blur_KeepsTheSumAndAddsTheVariance(double fwhmMm)
    {
        Volume spot = Spot(8);
        using var compute = new HostCompute();

        Volume blurred = GaussianSmoothing.Apply(compute, spot, fwhmMm);

        Assert.Equal(1, blurred.Values.Sum(v => (double)v) / spot.Values.Sum(v => (double)v), 1e-4);

        // The cut at four sigma takes 0.1 % of the variance.
        Assert.Equal(1, (VarianceX(blurred) - VarianceX(spot)) / Math.Pow(fwhmMm / FwhmPerSigma, 2), 2e-3);
    }

    private static double VarianceX(Volume volume)
    {
        double sum = 0, first = 0, second = 0;
        for (int n = 0; n < volume.Values.Length; n++)
        {
            double x = 3.0 * (n % volume.Grid.Size.X), v = volume.Values[n];
            sum += v;
            first += v * x;
            second += v * x * x;
        }

        return (second / sum) - Math.Pow(first / sum, 2);
    }

    /// <summary>A Gaussian spot of sum 1e5 in the middle of 3 mm voxels.</summary>
    private static Volume Spot(double fwhmMm)
    {
        double sigma = fwhmMm / FwhmPerSigma;
        double scale = 1e5 * 27 / Math.Pow(2 * Math.PI * sigma * sigma, 1.5);
        return GammaCase.Make(new(25, 25, 25), new(3, 3, 3), new(-36, -36, -36), p => scale * Math.Exp(-Vec3.Dot(p, p) / (2 * sigma * sigma)));
    }
}

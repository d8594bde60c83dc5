using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Comparison;

public sealed class GammaIndexTests
{
    // The search promises at most GammaCriteria.Tolerance above the true minimum; float32 doses add 1e-5.
    private const double Tolerance = GammaCriteria.Tolerance + 1e-5;

    private static readonly GammaCriteria ThreePercent3mm = GammaCase.ThreePercent3mm;

    [Fact]
    public void Compute_VolumeAgainstItself_IsZeroEverywhere()
    {
        Volume dose = GammaCase.Noisy(new(20, 21, 22), new(3, 2.5, 4), 1, 0.2);

        GammaResult result = GammaIndex.Compute(dose, dose, ThreePercent3mm);

        Assert.True(result.Evaluated > 100);
        Assert.Equal(1.0, result.PassFraction);
        Assert.All(result.Map.Values, value => Assert.True(float.IsNaN(value) || value == 0));
    }

    [Theory]
    [InlineData(1.5, false, 0.5)]
    [InlineData(3.0, false, 1.0)]
    [InlineData(4.5, false, 1.5)]
    [InlineData(9.0, false, 2.0)]
    [InlineData(1.2, true, 0.5)]
    public void Compute_UniformOffset_IsOffsetOverCriterion(double offsetGy, bool isLocal, double expected)
    {
        // 80 Gy with 3 % of 100 Gy (global) or of 80 Gy (local).
        Volume reference = GammaCase.Make(new(9, 9, 9), new(3, 3, 3), default, _ => 80);
        Volume evaluated = GammaCase.Make(new(9, 9, 9), new(3, 3, 3), default, _ => 80 + offsetGy);

        GammaResult result = GammaIndex.Compute(reference, evaluated, ThreePercent3mm with { IsLocal = isLocal });

        Assert.Equal(9 * 9 * 9, result.Evaluated);
        Assert.All(result.Map.Values, value => Assert.Equal(expected, value, Tolerance));
    }

    [Theory]
    [InlineData(0.5, 4.0, 0)]
    [InlineData(2.0, 4.0, 0)]
    [InlineData(2.0, 1.0, 0)]
    [InlineData(2.0, 4.0, 1)]
    [InlineData(1.3, 2.0, 2)]
    public void Compute_ShiftedGradient_MeetsTheClosedForm(double slopeGyPerMm, double shiftMm, int axis)
    {
        Volume reference = GammaCase.Make(new(31, 31, 31), new(2, 2.5, 3), default, p => 40 + (slopeGyPerMm * p[axis]));
        Volume evaluated = GammaCase.Make(new(31, 31, 31), new(2, 2.5, 3), default, p => 40 + (slopeGyPerMm * (p[axis] - shiftMm)));

        GammaResult result = GammaIndex.Compute(reference, evaluated, ThreePercent3mm);

        // A plane: dose offset over sqrt(delta^2 + (slope DTA)^2); at the edge towards which one would have to walk there is no dose.
        double expected = Math.Min(GammaCriteria.MaxGamma, slopeGyPerMm * shiftMm / Math.Sqrt(9 + Math.Pow(slopeGyPerMm * 3, 2)));
        int middle = 15 + (31 * (15 + (31 * 15)));
        Assert.Equal(expected, result.Map.Values[middle], Tolerance);
    }

    [Fact]
    public void Compute_ShiftedGradientAtTheEdge_CannotWalkOut()
    {
        // Reference rises with x, evaluated lags by 4 mm: the match lies at +4 mm, beyond the last half voxel (1 mm). What is left there
        // is 3 mm x 2 Gy/mm of dose; within the outer half voxel the dose is clamped, so the best is the last centre itself.
        Volume reference = GammaCase.Make(new(31, 5, 5), new(2, 2, 2), default, p => 40 + (2 * p.X));
        Volume evaluated = GammaCase.Make(new(31, 5, 5), new(2, 2, 2), default, p => 40 + (2 * (p.X - 4)));

        GammaResult result = GammaIndex.Compute(reference, evaluated, ThreePercent3mm);

        Assert.Equal(GammaCriteria.MaxGamma, result.Map.Values[30 + (31 * (2 + (5 * 2)))], Tolerance);
        Assert.Equal(8.0 / Math.Sqrt(0 + 9 + 36), result.Map.Values[15 + (31 * (2 + (5 * 2)))], 0.06 + Tolerance);
    }

    [Theory]
    [InlineData(false, 3.0, 3.0, 3.0, 0.03)]
    [InlineData(true, 3.0, 3.0, 3.0, 0.08)]
    [InlineData(false, 4.07, 4.07, 3.0, 0.15)]
    public void Compute_NoisyVolumes_AgreeWithBruteForce(bool isLocal, double sx, double sy, double sz, double noise)
    {
        Volume reference = GammaCase.Noisy(new(12, 12, 12), new(sx, sy, sz), 11, noise);
        Volume evaluated = GammaCase.Noisy(new(12, 12, 12), new(sx, sy, sz), 12, noise);
        const double latticeMm = 0.3;
        var brute = new BruteForceGamma(evaluated, 3, latticeMm);

        GammaResult result = GammaIndex.Compute(reference, evaluated, ThreePercent3mm with { IsLocal = isLocal });

        Assert.True(result.Evaluated > 200);
        int compared = 0;
        for (int n = 0; n < reference.Values.Length; n += 19)
        {
            double gamma = result.Map.Values[n];
            if (double.IsNaN(gamma))
            {
                continue;
            }

            double doseGy = reference.Values[n];
            double tried = brute.At(new(n % 12, n / 12 % 12, n / 144), doseGy, 0.03 * (isLocal ? doseGy : 100));

            // A lattice can only miss the minimum from above; a noisy dose hides a narrow one between its points.
            Assert.True(gamma <= tried + Tolerance, $"voxel {n}: {gamma} above {tried}");
            Assert.True(gamma >= tried - 0.05, $"voxel {n}: {gamma} far below {tried}");
            compared++;
        }

        Assert.True(compared > 8);
    }

    [Fact]
    public void Compute_GridsThatDiffer_AgreesWithBruteForceAtTheTrueFraction()
    {
        Volume reference = GammaCase.Noisy(new(12, 12, 12), new(3, 3, 3), 11, 0.05);
        Volume same = GammaCase.Noisy(new(16, 14, 12), new(2.5, 2.7, 3.3), 12, 0.05);
        var evaluated = new Volume(VoxelGrid.AxisAligned(same.Grid.Size, same.Grid.SpacingMm, new(0.7, -1.1, 0.4)), same.Values);
        var brute = new BruteForceGamma(evaluated, 3, 0.3);

        GammaResult result = GammaIndex.Compute(reference, evaluated, ThreePercent3mm);

        for (int n = 0; n < reference.Values.Length; n += 53)
        {
            if (!float.IsNaN(result.Map.Values[n]))
            {
                Vec3 point = reference.Grid.IndexToPoint.Apply(new(n % 12, n / 12 % 12, n / 144));
                double tried = brute.At(evaluated.Grid.PointToIndex.Apply(point), reference.Values[n], 3);
                Assert.InRange(result.Map.Values[n], tried - 0.05, tried + Tolerance);
            }
        }
    }

    [Fact]
    public void Compute_ReferenceBeyondTheEvaluatedVolume_IsLeftOutAndCounted()
    {
        Volume reference = GammaCase.Make(new(10, 10, 10), new(3, 3, 3), default, _ => 50);
        Volume evaluated = GammaCase.Make(new(5, 10, 10), new(3, 3, 3), default, _ => 50);

        GammaResult result = GammaIndex.Compute(reference, evaluated, ThreePercent3mm);

        Assert.Equal(500, result.Evaluated);
        Assert.Equal(500, result.Outside);
        Assert.True(float.IsNaN(result.Map.Values[9]));
    }

    [Fact]
    public void Compute_Cutoff_LeavesLowDoseOut()
    {
        Volume reference = GammaCase.Make(new(10, 10, 10), new(3, 3, 3), default, p => p.X < 15 ? 9 : 11);

        Assert.Equal(500, GammaIndex.Compute(reference, reference, ThreePercent3mm).Evaluated);
    }
}

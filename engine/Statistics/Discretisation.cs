using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// How far the reported D_x hang on the sampling: the largest change of any of them when every part of a voxel is divided by ten once more
/// on each axis, widened by a ninth, since a tenfold refinement leaves a tenth of a first-order error. Up to a budget of 262,144 samples
/// all thousand are taken; above it a Latin hypercube of 100, 10 or 1 of them for each part, and above that a share of the
/// voxels (<see cref="SubPositions.Refined"/>): the scatter of D_x from so many samples makes the answer larger, not smaller.
/// </summary>
public static class Discretisation
{
    private const int SampleBudget = 1 << 18;
    private const double FirstOrderRemainder = SubPositions.Refinement / (SubPositions.Refinement - 1.0);

    /// <summary>The change for each dose volume.</summary>
    /// <param name="structure">The structure, seen from the frame of the image.</param>
    /// <param name="imageGrid">Grid of the doses.</param>
    /// <param name="doses">Dose volumes, Gy.</param>
    /// <param name="statistics">Their statistics, in the same order.</param>
    /// <returns>Gy; null where no sample lies in the image.</returns>
    public static IReadOnlyList<double?> EstimateGy(
        Structure structure, VoxelGrid imageGrid, IReadOnlyList<float[]> doses, IReadOnlyList<DoseStatistics> statistics)
    {
        Size3 parts = StructureSampler.PartsPerAxis(structure.Grid, imageGrid);
        var positions = SubPositions.Refined(parts, structure.VoxelCount, SampleBudget);
        using StructureSamples fine = StructureSampler.Gather(structure, imageGrid, doses, parts, positions);
        double?[] changes = new double?[doses.Count];
        for (int n = 0; n < changes.Length; n++)
        {
            if (fine.Count > 0 && statistics[n].MeanGy is not null)
            {
                double[] refined = OrderStatistics.Solve(fine, n, [.. DoseStatisticsCalculator.ReportedPercents.Select(percent => OrderStatistics.NeededForPercent(fine, percent))], []).DosesGy;
                changes[n] = Reported(statistics[n]).Zip(refined, (coarse, value) => Math.Abs(coarse - value)).Max() * FirstOrderRemainder;
            }
        }

        return changes;
    }

    private static double[] Reported(DoseStatistics s) =>
        [s.D98Gy!.Value, s.D95Gy!.Value, s.D90Gy!.Value, s.D70Gy!.Value, s.D50Gy!.Value, s.D20Gy!.Value, s.D5Gy!.Value, s.D2Gy!.Value];
}

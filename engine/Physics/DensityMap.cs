using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>Mass density of each voxel of an image, averaged from a CT over the voxel's volume.</summary>
/// <param name="GramPerMl">Density, g/mL, on the image's grid.</param>
/// <param name="CoveredFraction">Share of the image's volume that the CT covers; the rest has the density that was asked for there.</param>
/// <param name="AboveTableFraction">Share of the CT's voxels with CT numbers above the calibration's last point (metal); they got its density.</param>
/// <param name="Warnings">What a reader has to know.</param>
public sealed record DensityMap(Volume GramPerMl, double CoveredFraction, double AboveTableFraction, IReadOnlyList<Warning> Warnings)
{
    /// <summary>
    /// Averages the density of a CT over each voxel of an image: CT numbers become densities first, since the calibration is not linear;
    /// each image voxel is divided on each axis into ceil(its spacing / CT spacing) equal parts, the density is interpolated trilinearly
    /// at their centres (clamped in the CT's outer half voxel), and the parts are averaged.
    /// </summary>
    /// <param name="ctHounsfield">CT, HU, in the image's frame.</param>
    /// <param name="grid">The image's grid.</param>
    /// <param name="calibration">CT number to density.</param>
    /// <param name="outside">Density of the parts that the CT does not cover.</param>
    /// <exception cref="InvalidInputException">The CT and the image do not overlap.</exception>
    public static DensityMap FromCt(Volume ctHounsfield, VoxelGrid grid, HounsfieldToDensity calibration, MassDensity outside)
    {
        long above = 0;
        float[] densities = new float[ctHounsfield.Values.Length];
        for (int n = 0; n < densities.Length; n++)
        {
            double hounsfield = ctHounsfield.Values[n];
            densities[n] = (float)calibration.GramPerMl(hounsfield);
            above += hounsfield > calibration.HighestHounsfield ? 1 : 0;
        }

        var averager = new VoxelAverager(new(ctHounsfield.Grid, densities), grid);
        float[] means = new float[grid.Size.Count];
        double[] covered = new double[grid.Size.Z];
        Parallel.For(0, grid.Size.Z, z =>
        {
            int n = z * grid.Size.X * grid.Size.Y;
            for (int y = 0; y < grid.Size.Y; y++)
            {
                for (int x = 0; x < grid.Size.X; x++, n++)
                {
                    (double sum, double share) = averager.Average(x, y, z);
                    means[n] = (float)(sum + ((1 - share) * outside.GramPerMl));
                    covered[z] += share;
                }
            }
        });

        double coveredFraction = covered.Sum() / grid.Size.Count;
        if (coveredFraction == 0)
        {
            throw new InvalidInputException("the CT does not overlap the activity image; check that both are of the same patient and frame, or give --transform ct=FILE");
        }

        return new(new(grid, means), coveredFraction, above / (double)densities.Length, WarningsOf(coveredFraction, outside));
    }

    private static Warning[] WarningsOf(double coveredFraction, MassDensity outside)
    {
        const double allCovered = 1 - 1e-6;
        return coveredFraction >= allCovered
            ? []
            :
            [
                new(
                    "ct-partial",
                    $"the CT covers {coveredFraction:P1} of the activity image's volume; the rest was taken as {outside.GramPerMl} g/mL"),
            ];
    }
}

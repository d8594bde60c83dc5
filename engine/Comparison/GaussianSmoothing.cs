using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>Blurs a volume with a Gaussian; beyond its edges there is zero.</summary>
public static class GaussianSmoothing
{
    private const double CutAtSigmas = 4;
    private const double LeastSampledSigma = 0.7;

    /// <summary>Full width at half maximum of a Gaussian over its standard deviation: 2 sqrt(2 ln 2).</summary>
    private static readonly double FwhmPerSigma = 2 * Math.Sqrt(2 * Math.Log(2));

    /// <summary>The blurred volume.</summary>
    /// <param name="compute">What computes.</param>
    /// <param name="volume">The volume; its axes must be orthogonal.</param>
    /// <param name="fwhmMm">Full width at half maximum, mm, above 0.</param>
    public static Volume Apply(IArrayCompute compute, Volume volume, double fwhmMm)
    {
        if (!volume.Grid.IsOrthogonal)
        {
            throw new Errors.InvalidInputException("resolution matching needs a dose volume with axes at right angles; resample it onto one first");
        }

        double sigmaMm = fwhmMm / FwhmPerSigma;
        float[][] profiles = [.. Enumerable.Range(0, 3).Select(axis => Profile(sigmaMm / volume.Grid.SpacingMm[axis]))];
        var kernel = new SeparableKernel(
            new(profiles[0].Length - 1, profiles[1].Length - 1, profiles[2].Length - 1), 0, [new(profiles[0], profiles[1], profiles[2])]);
        using IDeviceArray source = compute.Upload(volume.Values);
        using IDeviceArray target = compute.Allocate(volume.Values.Length);
        compute.ConvolveSeparable(source, volume.Grid.Size, kernel, target);
        float[] blurred = new float[volume.Values.Length];
        compute.Download(target, blurred);
        return new(volume.Grid, blurred);
    }

    /// <summary>
    /// Half of an even profile of sum 1 with the Gaussian's variance: the Gaussian at the voxel centres, since samples of Gaussians convolve to
    /// samples of Gaussians (integrals over voxels would add h^2 / 12); below 0.7 voxels, where samples lose variance, three weights that keep it.
    /// </summary>
    private static float[] Profile(double sigmaVoxels)
    {
        if (sigmaVoxels < LeastSampledSigma)
        {
            double variance = sigmaVoxels * sigmaVoxels;
            return [(float)(1 - variance), (float)(0.5 * variance)];
        }

        double[] weights = [.. Enumerable.Range(0, (int)Math.Ceiling(CutAtSigmas * sigmaVoxels) + 1).Select(n => Math.Exp(-0.5 * n * n / (sigmaVoxels * sigmaVoxels)))];
        double sum = weights[0] + (2 * weights.Skip(1).Sum());
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}

using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Compute.Devices;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels.Comparison;

namespace VoxelDose.Engine.Comparison;

/// <summary>Gamma by the kernel on an ILGPU accelerator; it promises what <see cref="GammaSearch"/> does.</summary>
internal static class DeviceGamma
{
    /// <summary>Voxels that a thread of ILGPU's CPU accelerator takes.</summary>
    private const int CpuRun = 1 << 10;

    /// <summary>Gamma of each reference voxel, NaN where it is not evaluated, and how many lie outside.</summary>
    /// <param name="compute">The device.</param>
    /// <param name="reference">Reference dose, Gy.</param>
    /// <param name="evaluated">Evaluated dose, Gy, on a grid with orthogonal axes.</param>
    /// <param name="criteria">What is asked.</param>
    /// <param name="normalisationGy">Normalisation dose, Gy.</param>
    /// <param name="cutoffGy">Least reference dose that is evaluated, Gy.</param>
    /// <param name="fraction">Where reference centres lie within evaluated cells, if that is one place.</param>
    internal static (float[] Map, long Outside) Run(
        IlgpuCompute compute, Volume reference, Volume evaluated, GammaCriteria criteria, double normalisationGy, double cutoffGy, Vec3? fraction)
    {
        Vec3 scale = (1 / criteria.DistanceMm) * evaluated.Grid.SpacingMm;
        GammaCell[] cells = GammaCell.Nearest(scale, fraction);
        int run = compute.Kernels.LongRuns ? CpuRun : 1;
        float cutoff = (float)cutoffGy;
        var rules = new GammaRules
        {
            ReferenceSize = GpuConvolution.ExtentOf(reference.Grid.Size),
            Size = GpuConvolution.ExtentOf(evaluated.Grid.Size),
            ScaleX = (float)scale.X,
            ScaleY = (float)scale.Y,
            ScaleZ = (float)scale.Z,

            // The least float that is not below the cutoff: the same voxels as on the host.
            CutoffGy = cutoff < cutoffGy ? MathF.BitIncrement(cutoff) : cutoff,
            Difference = (float)(criteria.DoseFraction * (criteria.IsLocal ? 1 : normalisationGy)),
            IsLocal = criteria.IsLocal ? 1 : 0,
            MaxGamma = (float)GammaCriteria.MaxGamma,
            Tolerance = (float)GammaCriteria.Tolerance,
            Edge = 0.5f + ResampleAxis.EdgeTolerance,
            Cells = cells.Length,
            Chunk = run,
        };
        ResampleAxis[] axes = ResampleAxis.Of(evaluated.Grid.PointToIndex.After(reference.Grid.IndexToPoint), reference.Grid.Size);
        float[] map = compute.Guarded(() =>
        {
            Accelerator accelerator = compute.Accelerator;
            using MemoryBuffer1D<float, Stride1D.Dense> from = accelerator.Allocate1D(reference.Values);
            using MemoryBuffer1D<float, Stride1D.Dense> to = accelerator.Allocate1D(evaluated.Values);
            using MemoryBuffer1D<int, Stride1D.Dense> whole = accelerator.Allocate1D<int>([.. axes.SelectMany(a => a.Whole)]);
            using MemoryBuffer1D<float, Stride1D.Dense> fractions = accelerator.Allocate1D<float>([.. axes.SelectMany(a => a.Fraction)]);
            using MemoryBuffer1D<float, Stride1D.Dense> list = accelerator.Allocate1D<float>(
                [.. cells.SelectMany(cell => new[] { cell.X, cell.Y, cell.Z, (float)cell.LeastDistance2 })]);
            using MemoryBuffer1D<float, Stride1D.Dense> gamma = accelerator.Allocate1D<float>(reference.Values.Length);
            compute.Kernels.Gamma(
                (reference.Values.Length + run - 1) / run, from.View, to.View, whole.View, fractions.View, list.View, gamma.View, rules);
            accelerator.Synchronize();
            return gamma.GetAsArray1D();
        });
        long outside = 0;
        for (int n = 0; n < map.Length; n++)
        {
            if (map[n] < 0)
            {
                outside += map[n] == GammaKernels.OutsideVolume ? 1 : 0;
                map[n] = float.NaN;
            }
        }

        return (map, outside);
    }
}

using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Batch;

/// <summary>
/// What a case needs in memory at its peak, from the headers of its images: an upper estimate from the volumes that are held, and from what was measured of the rest (docs/performance.md). It
/// decides how many cases run side by side, and whether and how a case runs where the user set a limit.
/// </summary>
internal static class CaseMemory
{
    /// <summary>The program, the runtime, tables, and the page of a case, whatever its size.</summary>
    private const long FixedBytes = 115_000_000;

    /// <summary>Range of the kernel, mm.</summary>
    private const double ReachMm = 12;

    /// <summary>Where all volumes are held at once, bytes a voxel: blocks of files on their way out, and what the collector lets lie of them.</summary>
    private const long OutputBytes = 8;

    /// <summary>Bytes a voxel of a label map for the structures that it holds, halved: fields of coverage and distance, samples of activity and of each method; they lie until collected.</summary>
    private const long HalfLabelBytes = 11;

    /// <summary>A block of a file and its compressed form, twice as many as cores, where the heap is kept tidy.</summary>
    private const long BlockBytesACore = 4 * (4L << 20);

    /// <summary>Bytes a voxel of a label map for structures where the heap is kept tidy, for one method.</summary>
    private const long TidyLabelBytes = 3;

    /// <summary>Bytes a voxel of Monte Carlo beside its dose: decays, cumulative source, tally, sums and squares of batches, uncertainties; with garbage and without.</summary>
    private const long MonteCarloBytes = 46;
    private const long TidyMonteCarloBytes = 36;

    /// <summary>Bytes a voxel of the media that Monte Carlo takes from a CT.</summary>
    private const long MediaBytes = 8;

    /// <summary>Bytes a voxel of a label map for the groups of batches that are kept around its structures: 124 a voxel of their box, of which label maps are full to a tenth or so.</summary>
    private const long KeptBytes = 14;

    /// <summary>Bytes a voxel of a CT: floats and what reading them takes; and its densities before they are averaged.</summary>
    private const long CtBytes = 5;
    private const long CtDensityBytes = 4;

    /// <summary>Bytes a voxel of the search for borders of density (vsv-density): a mask, a field and distances both ways.</summary>
    private const long BorderBytes = 20;

    /// <summary>Bytes a voxel in DICOM files; compressed ones have fewer, and the estimate is then too low by their compression.</summary>
    private const int DicomBytes = 2;

    /// <summary>Voxels of a study that is still at its server: more than a PET of the trunk has.</summary>
    private const long RemoteVoxels = 1L << 24;

    /// <summary>True where nothing of the case needs the doses of all methods at the end.</summary>
    internal static bool CanSpare(DoseCase dose) => !dose.DicomOut && dose.Statistics.DvhBandSeed is null && !dose.WithTail;

    /// <summary>Bytes that a case takes with all its volumes at once.</summary>
    internal static long EstimateBytes(DoseCase dose)
    {
        Sizes sizes = Sizes.Of(dose);
        bool onlyMonteCarlo = dose.Methods.All(method => method == DoseMethod.MonteCarlo);
        bool convolves = dose.Methods.Any(Convolves);

        // Activity, local deposition, the convolved dose; a volume more where a density makes another dose of one of these.
        int volumes = 1 + (onlyMonteCarlo ? 0 : 1) + (convolves ? 1 : 0) + (dose.WithTail ? 3 : 0);
        if (dose.DensityFromCt)
        {
            volumes += 1 + dose.Methods.Count(method => method is DoseMethod.LocalDeposition or DoseMethod.VoxelSDensity);
        }

        long structures = sizes.Labels * (HalfLabelBytes + (2 * dose.Methods.Count)) / 2;
        return FixedBytes + (sizes.Activity * ((sizeof(float) * volumes) + OutputBytes + BorderOf(dose) + MonteCarloOf(dose, MonteCarloBytes))) +
            CtOf(dose, sizes) + Math.Max(structures, convolves ? sizes.FftBytes : 0) + KeptOf(dose, sizes);
    }

    /// <summary>Bytes that a case takes with one method after another, each in place of what it is made from, and a heap that is kept tidy.</summary>
    internal static long SparingBytes(DoseCase dose)
    {
        Sizes sizes = Sizes.Of(dose);
        long volume = sizeof(float) * sizes.Activity;
        long convolution = dose.Methods.Any(Convolves) ? Math.Max(sizes.SlabBytes, sizes.FftBytes) : 0;
        long onMethods = Math.Max(volume + convolution, sizes.Activity * MonteCarloOf(dose, TidyMonteCarloBytes)) + KeptOf(dose, sizes) + (TidyLabelBytes * sizes.Labels);
        return FixedBytes + Math.Min(HeapTidy.StepBytes, volume) + Math.Min(BlockBytesACore * Environment.ProcessorCount, volume) + volume + (dose.DensityFromCt ? volume : 0) + CtOf(dose, sizes) +
            Math.Max(onMethods, sizes.Activity * BorderOf(dose));
    }

    private static bool Convolves(DoseMethod method) => method is DoseMethod.VoxelS or DoseMethod.VoxelSDensity;

    private static long BorderOf(DoseCase dose) => dose.Methods.Contains(DoseMethod.VoxelSDensity) ? BorderBytes : 0;

    private static long MonteCarloOf(DoseCase dose, long bytes) =>
        dose.Methods.Contains(DoseMethod.MonteCarlo) ? bytes + (dose.DensityFromCt ? MediaBytes : 0) : 0;

    private static long KeptOf(DoseCase dose, Sizes sizes) => dose.Methods.Contains(DoseMethod.MonteCarlo) ? KeptBytes * sizes.Labels : 0;

    private static long CtOf(DoseCase dose, Sizes sizes) => sizes.Ct * (CtBytes + (dose.DensityFromCt ? CtDensityBytes : 0));

    /// <summary>Voxels of each kind, and what a convolution holds beside its volumes.</summary>
    private sealed record Sizes(long Activity, long Ct, long Labels, long SlabBytes, long FftBytes)
    {
        internal static Sizes Of(DoseCase dose)
        {
            (long activity, VoxelGrid? grid) = dose.Activity is { } image ? Voxels(image) : (RemoteVoxels, null);
            long volume = sizeof(float) * activity;
            long slab = grid is null ? volume / 2 : Math.Min(volume, SlabOf(grid, dose.Device.Threads ?? Environment.ProcessorCount));
            long fft = dose.KernelTolerance >= DoseCase.DefaultKernelTolerance ? 0 : grid is null ? 2 * volume : FftOf(grid);
            return new(activity, dose.Ct is { } path ? Voxels(path).Count : 0, dose.Structures.Sum(labels => Voxels(labels).Count), slab, fft);
        }

        private static long SlabOf(VoxelGrid grid, int threads) =>
            sizeof(float) * (long)grid.Size.X * grid.Size.Y * (HostCompute.SlabDepth(threads) + Reach(grid.SpacingMm.Z));

        /// <summary>A pair of padded blocks, complex, with spectrum and halo; lengths that FFTs like are longer by a twentieth or so.</summary>
        private static long FftOf(VoxelGrid grid)
        {
            (int x, int y, int z) = (Reach(grid.SpacingMm.X), Reach(grid.SpacingMm.Y), Reach(grid.SpacingMm.Z));
            int block = Math.Min(Math.Max(72, 6 * z), (grid.Size.Z + 1) / 2);
            double points = 1.05 * (grid.Size.X + x) * 1.05 * (grid.Size.Y + y) * 1.05 * (block + (2 * z));
            return (long)(1.15 * 2 * sizeof(float) * points);
        }

        private static int Reach(double spacingMm) => (int)Math.Ceiling(ReachMm / spacingMm);
    }

    /// <summary>Voxels by the header, and the grid where a header tells it; 0 where there is none to read, since the case then ends before it needs memory.</summary>
    private static (long Count, VoxelGrid? Grid) Voxels(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return (new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / DicomBytes, null);
            }

            if (DicomSeriesFinder.IsDicom(path))
            {
                return (DicomSeriesFinder.Find(path)[0].Paths.Sum(file => new FileInfo(file).Length) / DicomBytes, null);
            }

            VoxelGrid grid = ImageFile.ReadHeader(path).Grid;
            return (grid.Size.Count, grid);
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException or OverflowException)
        {
            return (0, null);
        }
    }
}

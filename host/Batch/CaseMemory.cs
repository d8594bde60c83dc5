using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.Batch;

/// <summary>
/// What a case needs in memory at its peak, from the headers of its images: an upper estimate, measured against real runs (docs/cohorts.md), that
/// decides how many cases run side by side, and whether a case runs where the user set a limit.
/// </summary>
internal static class CaseMemory
{
    /// <summary>Tables, sampled structures, page and buffers of a case, whatever its size.</summary>
    private const long FixedBytes = 100L << 20;

    /// <summary>Volumes of float on the activity's grid: image, activity, local dose, working memory of the convolution, of structures and the page.</summary>
    private const int WorkingVolumes = 5;

    /// <summary>Volumes a method beside these: the dose itself.</summary>
    private const int VolumesAMethod = 1;

    /// <summary>What Monte Carlo keeps beside its dose: its batches' sums.</summary>
    private const int MonteCarloVolumes = 2;

    /// <summary>Floats of the CT and a mapped copy of it.</summary>
    private const int CtVolumes = 2;

    /// <summary>Bytes a voxel of label maps while they are read.</summary>
    private const int LabelBytes = 6;

    /// <summary>Bytes a voxel in DICOM files; compressed ones have fewer, and the estimate is then too low by their compression.</summary>
    private const int DicomBytes = 2;

    /// <summary>Voxels of a study that is still at its server: more than a PET of the trunk has.</summary>
    private const long RemoteVoxels = 1L << 24;

    internal static long EstimateBytes(DoseCase dose)
    {
        long activity = dose.Activity is { } image ? Voxels(image) : RemoteVoxels;
        long ct = dose.Ct is { } path ? Voxels(path) : 0;
        long labels = dose.Structures.Sum(Voxels);
        int volumes = WorkingVolumes + (VolumesAMethod * dose.Methods.Count) + (dose.DensityFromCt ? 1 : 0) + (dose.Methods.Contains(DoseMethod.MonteCarlo) ? MonteCarloVolumes : 0);
        return FixedBytes + (sizeof(float) * ((volumes * activity) + (CtVolumes * ct))) + (LabelBytes * labels);
    }

    /// <summary>Voxels by the header; 0 where there is none to read, since the case then ends before it needs memory.</summary>
    private static long Voxels(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / DicomBytes;
            }

            return DicomSeriesFinder.IsDicom(path)
                ? DicomSeriesFinder.Find(path)[0].Paths.Sum(file => new FileInfo(file).Length) / DicomBytes
                : (long)ImageFile.ReadHeader(path).Payload.ValueCount;
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException or OverflowException)
        {
            return 0;
        }
    }
}

using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench;

/// <summary>What one case came to.</summary>
/// <param name="Case">Name of the case.</param>
/// <param name="Size">Voxels of the volume.</param>
/// <param name="Box">Voxels of the box with activity.</param>
/// <param name="SpacingMm">Voxel spacing, mm.</param>
/// <param name="Radius">Range of the kernel, voxels.</param>
/// <param name="Algorithm">Way that the program chooses.</param>
/// <param name="Terms">Outer products; null unless separable.</param>
/// <param name="Ours">Times of the program.</param>
/// <param name="FmaFloorMs">Least time for the separable form's multiply-adds at the measured peak; null unless separable.</param>
/// <param name="CopyFloorMs">Least time for reading and writing every voxel once at the measured bandwidth.</param>
/// <param name="SciPy">fftconvolve with its defaults; null where no peer ran.</param>
/// <param name="SciPyCached">FFT with the kernel's transform kept and a worker for each core; null where no peer ran.</param>
/// <param name="Fftw">FFTW with measured plans and the kernel's transform kept; null where absent.</param>
/// <param name="Ndimage">scipy.ndimage.convolve; null where absent.</param>
/// <param name="Torch">PyTorch's conv3d; null where absent.</param>
/// <param name="Absent">Peers that could not run, and why; null where no peer ran.</param>
/// <param name="WithTransfers">The same with the source sent to the device and the result fetched; null on the host.</param>
internal sealed record ConvolutionResult(
    string Case,
    Size3 Size,
    Size3 Box,
    Vec3 SpacingMm,
    Size3 Radius,
    ConvolutionAlgorithm Algorithm,
    int? Terms,
    Timing Ours,
    double? FmaFloorMs,
    double CopyFloorMs,
    Timing? SciPy,
    Timing? SciPyCached,
    Timing? Fftw = null,
    Timing? Ndimage = null,
    Timing? Torch = null,
    IReadOnlyList<string>? Absent = null,
    Timing? WithTransfers = null)
{
    /// <summary>The same result with floors by other limits of the machine.</summary>
    internal ConvolutionResult Against(Roofline measured, Roofline other) => this with
    {
        FmaFloorMs = measured.GigaFmaPerSecond == other.GigaFmaPerSecond ? FmaFloorMs : FmaFloorMs * measured.GigaFmaPerSecond / other.GigaFmaPerSecond,
        CopyFloorMs = CopyFloorMs * measured.CopyGigabytesPerSecond / other.CopyGigabytesPerSecond,
    };
}

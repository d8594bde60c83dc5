using ILGPU.Runtime.Cuda;
using VoxelDose.Engine.Compute;

namespace VoxelDose.Bench;

/// <summary>The limits of the device that computes: of the host, unless that is a GPU.</summary>
internal static class DeviceRoofline
{
    private const double Giga = 1e9;
    private const double KiloHertz = 1e3;
    private const int CopiedValues = 1 << 26;

    internal static Roofline Measure(IArrayCompute compute, int threads, int runs) =>
        compute is IlgpuCompute { IsGpu: true } gpu
            ? new(MultiplyAdds(gpu) / Giga, Copied(gpu, runs) / Giga)
            : Roofline.Measure(threads, runs);

    /// <summary>Multiply-adds per second from the clock and the lanes of a multiprocessor: not measured; not a number where the driver does not tell.</summary>
    private static double MultiplyAdds(IlgpuCompute gpu) => gpu.Accelerator is CudaAccelerator cuda
        ? (double)cuda.NumMultiprocessors * Lanes(cuda.Architecture) * cuda.ClockRate * KiloHertz
        : double.NaN;

    /// <summary>float32 lanes of a multiprocessor: 64 up to compute capability 8.0, 128 since.</summary>
    private static int Lanes(CudaArchitecture architecture) => architecture.Major < 8 || architecture is { Major: 8, Minor: 0 } ? 64 : 128;

    private static double Copied(IlgpuCompute gpu, int runs)
    {
        using IDeviceArray source = gpu.Allocate(CopiedValues);
        using IDeviceArray target = gpu.Allocate(CopiedValues);
        Timing timing = Timing.Of(() => gpu.Multiply(source, 1f, target), runs);
        return 2.0 * CopiedValues * sizeof(float) / (timing.WallMs.Min() / 1e3);
    }
}

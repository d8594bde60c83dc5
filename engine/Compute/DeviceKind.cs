namespace VoxelDose.Engine.Compute;

/// <summary>What runs the array primitives.</summary>
public enum DeviceKind
{
    /// <summary>SIMD code on all cores of the host.</summary>
    Cpu,

    /// <summary>The ILGPU kernels on ILGPU's CPU accelerator.</summary>
    IlgpuCpu,

    /// <summary>The ILGPU kernels on an OpenCL device.</summary>
    OpenCl,

    /// <summary>The ILGPU kernels on a CUDA device.</summary>
    Cuda,
}

using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>A GPU (or other OpenCL device) that ILGPU can use.</summary>
/// <param name="Device">ILGPU's device.</param>
/// <param name="Description">The device as results name it.</param>
/// <param name="IsGpu">False for an OpenCL device that is a CPU.</param>
internal sealed record GpuCandidate(Device Device, ComputeDevice Description, bool IsGpu)
{
    /// <summary>
    /// OpenCL drivers promise memory that they do not have and fail when it is used: there the arrays keep to nine tenths of what the device says it has. CUDA
    /// refuses at once.
    /// </summary>
    private long? LimitBytes => Description.Kind == DeviceKind.OpenCl ? Description.MemoryBytes / 10 * 9 : null;

    /// <summary>Opens the device; the compute owns the context from then on.</summary>
    /// <param name="context">The context.</param>
    /// <param name="isCpu">Launches for a CPU or for a GPU whatever the device is, which tests ask for; null follows the device.</param>
    /// <param name="memoryLimitBytes">Memory that arrays may take; null leaves it to the device.</param>
    internal IlgpuCompute Open(Context context, bool? isCpu = null, long? memoryLimitBytes = null)
    {
        try
        {
            return new(context, Device.CreateAccelerator(context), Description, isCpu ?? !IsGpu, memoryLimitBytes ?? LimitBytes);
        }
        catch (Exception e) when (e is AcceleratorException or NotSupportedException or OutOfMemoryException)
        {
            context.Dispose();
            throw new DeviceUnavailableException(
                $"{Description.Kind} device {Description.Index} ({Description.Name}) is there but cannot be opened: {e.Message}", e);
        }
    }
}

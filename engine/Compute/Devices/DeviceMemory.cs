using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>
/// What lies on a device. When it has no more room all arrays move to the host and stay there: from then on the primitives work slab by slab, and the
/// result says so.
/// </summary>
/// <param name="accelerator">The device.</param>
/// <param name="limitBytes">Least upper bound that is kept whatever the device has; null for none.</param>
internal sealed class DeviceMemory(Accelerator accelerator, long? limitBytes)
{
    private readonly HashSet<GpuArray> _resident = [];
    private long _usedBytes;

    /// <summary>Whether arrays lie on the host because the device had no room.</summary>
    internal bool IsSpilled { get; private set; }

    internal static bool IsOutOfMemory(Exception e) =>
        e is DeviceMemoryException
        // The driver's own words for CUDA_ERROR_OUT_OF_MEMORY; ILGPU keeps no number.
        || (e is CudaException cuda && cuda.Error.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        || (e is CLException openCl && openCl.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_INVALID_BUFFER_SIZE);

    /// <summary>Values of a volume: on the device, or on the host once that is full.</summary>
    internal GpuArray Array(int length)
    {
        if (!IsSpilled)
        {
            try
            {
                var array = new GpuArray(this, Allocate(length));
                _resident.Add(array);
                return array;
            }
            catch (Exception e) when (IsOutOfMemory(e))
            {
                Spill();
            }
        }

        return new(this, new float[length]);
    }

    /// <summary>Memory that has to be on the device.</summary>
    /// <exception cref="DeviceMemoryException">There is no room.</exception>
    internal MemoryBuffer1D<float, Stride1D.Dense> Allocate(int length)
    {
        long bytes = (long)length * sizeof(float);
        if (_usedBytes + bytes > limitBytes)
        {
            throw new DeviceMemoryException(bytes);
        }

        try
        {
            MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D<float>(length);
            _usedBytes += bytes;
            return buffer;
        }
        catch (AcceleratorException e) when (IsOutOfMemory(e))
        {
            throw new DeviceMemoryException(bytes, e);
        }
    }

    internal void Free(MemoryBuffer1D<float, Stride1D.Dense> buffer)
    {
        _usedBytes -= buffer.LengthInBytes;
        buffer.Dispose();
    }

    internal void Forget(GpuArray array) => _resident.Remove(array);

    /// <summary>Moves all arrays to the host.</summary>
    internal void Spill()
    {
        IsSpilled = true;
        foreach (GpuArray array in _resident.ToArray())
        {
            array.MoveToHost();
        }
    }
}

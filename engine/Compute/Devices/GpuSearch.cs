using ILGPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>One look at the machine's CUDA and OpenCL devices; owns ILGPU's context until someone takes it.</summary>
internal sealed class GpuSearch : IDisposable
{
    private readonly List<RefusedDevice> _refused = [];
    private readonly List<GpuCandidate> _usable = [];
    private Context? _context;

    /// <summary>Searches.</summary>
    /// <param name="only">Kind to look for; null looks for both.</param>
    internal GpuSearch(DeviceKind? only = null)
    {
        bool cuda = only != DeviceKind.OpenCl && Has(DeviceKind.Cuda, NativeLibraries.HasCuda(), NativeLibraries.CudaName, "the NVIDIA driver");
        bool openCl = only != DeviceKind.Cuda && Has(DeviceKind.OpenCl, NativeLibraries.HasOpenCl(), NativeLibraries.OpenClName, "an OpenCL loader and driver");
        if (!cuda && !openCl)
        {
            return;
        }

        _context = Context.Create(builder =>
        {
            if (cuda)
            {
                builder.Cuda(_ => true);
            }

            if (openCl)
            {
                builder.OpenCL(_ => true);
            }
        });
        SharedMemoryBarrier.Register(_context);
        if (cuda)
        {
            ListCuda(_context);
        }

        if (openCl)
        {
            ListOpenCl(_context);
        }
    }

    internal IReadOnlyList<GpuCandidate> Usable => _usable;

    internal IReadOnlyList<RefusedDevice> Refused => _refused;

    /// <summary>The device to take when none was named; null where no GPU is.</summary>
    internal GpuCandidate? Automatic =>
        _usable.FirstOrDefault(d => d.Description.Kind == DeviceKind.Cuda)
        ?? _usable.FirstOrDefault(d => d.Description.Kind == DeviceKind.OpenCl && d.IsGpu);

    internal Context TakeContext()
    {
        Context context = _context ?? throw new InvalidOperationException("the context was taken before");
        _context = null;
        return context;
    }

    public void Dispose() => _context?.Dispose();

    private bool Has(DeviceKind kind, bool found, string library, string help)
    {
        if (!found)
        {
            _refused.Add(new(kind, null, $"{library} was not found; install {help}"));
        }

        return found;
    }

    private void ListCuda(Context context)
    {
        int index = 0;
        foreach (CudaDevice device in context.GetCudaDevices())
        {
            string driver = $"CUDA {device.DriverVersion}, compute capability {device.Architecture}";
            _usable.Add(new(device, new(DeviceKind.Cuda, index++, device.Name, driver, device.MemorySize), true));
        }

        if (index == 0)
        {
            _refused.Add(new(DeviceKind.Cuda, null, "the driver reports no device that ILGPU knows"));
        }
    }

    private void ListOpenCl(Context context)
    {
        int index = 0;
        foreach (CLDevice device in context.GetCLDevices())
        {
            // Numbers count every device that the drivers list, so that they stay the same when one becomes usable.
            int number = index++;
            if (!device.Capabilities.GenericAddressSpace)
            {
                _refused.Add(new(
                    DeviceKind.OpenCl, device.Name, "it lacks the generic address space (OpenCL 2.0 or 3.0 optional feature) that ILGPU needs"));
                continue;
            }

            string driver = $"{device.PlatformName}, {device.DeviceVersion}";
            bool isGpu = device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU);
            _usable.Add(new(device, new(DeviceKind.OpenCl, number, device.Name, driver, device.MemorySize), isGpu));
        }

        if (index == 0)
        {
            _refused.Add(new(DeviceKind.OpenCl, null, "the OpenCL loader lists no device; install a driver (ICD)"));
        }
    }
}

using ILGPU;
using ILGPU.Runtime.CPU;
using VoxelDose.Engine.Compute.Devices;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Compute;

/// <summary>Finds devices and makes computes.</summary>
public static class ComputeFactory
{
    /// <summary>
    /// Makes the compute for a selection. Without a kind: the first CUDA device, else the first OpenCL GPU, else the host's cores; an
    /// OpenCL device that is itself a CPU is only taken when asked for.
    /// </summary>
    /// <exception cref="DeviceUnavailableException">The device is not there; the message says what is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread, or a negative index.</exception>
    public static IArrayCompute Create(DeviceSelection selection)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(selection.Threads ?? 1, 1, nameof(selection));
        ArgumentOutOfRangeException.ThrowIfNegative(selection.Index ?? 0, nameof(selection));
        return selection.Kind switch
        {
            DeviceKind.Cpu when selection.Index is null or 0 => new HostCompute(selection.Threads),
            DeviceKind.IlgpuCpu when selection.Index is null or 0 => CreateIlgpuCpu(selection.Threads),
            DeviceKind.Cuda or DeviceKind.OpenCl => CreateGpu(selection.Kind.Value, selection.Index ?? 0),
            null => CreateAutomatic(selection),
            _ => throw Missing(selection.Kind.Value, selection.Index ?? 0),
        };
    }

    /// <summary>Lists what is there, what was refused and why, and what an unspecified selection takes.</summary>
    public static ComputeProbe Probe()
    {
        using var search = new GpuSearch();
        List<ComputeDevice> found = [HostCompute.Describe(), DescribeIlgpuCpu(null), .. search.Usable.Select(d => d.Description)];
        ComputeDevice automatic = search.Automatic?.Description ?? found[0];
        return new(found, search.Refused, automatic);
    }

    private static IArrayCompute CreateAutomatic(DeviceSelection selection)
    {
        if (selection.Index is not null)
        {
            throw new ArgumentOutOfRangeException(nameof(selection), "an index needs a kind of device");
        }

        using var search = new GpuSearch();
        return search.Automatic is { } gpu ? gpu.Open(search.TakeContext()) : new HostCompute(selection.Threads);
    }

    /// <summary>The first OpenCL device with launches in the form for CPUs or for GPUs, whichever it is: a software device runs both in tests.</summary>
    internal static IlgpuCompute CreateOpenCl(bool isCpu, long? memoryLimitBytes = null) => CreateGpu(DeviceKind.OpenCl, 0, isCpu, memoryLimitBytes);

    private static IlgpuCompute CreateGpu(DeviceKind kind, int index, bool? isCpu = null, long? memoryLimitBytes = null)
    {
        using var search = new GpuSearch(kind);
        GpuCandidate? chosen = search.Usable.FirstOrDefault(d => d.Description.Kind == kind && d.Description.Index == index);
        return chosen?.Open(search.TakeContext(), isCpu, memoryLimitBytes) ?? throw Missing(kind, index);
    }

    /// <summary>ILGPU's CPU accelerator; the limit lets it run out of memory in tests.</summary>
    internal static IlgpuCompute CreateIlgpuCpu(int? threads, long? memoryLimitBytes = null)
    {
        // A multiprocessor runs one group at a time, of one thread as our kernels are launched; a warp of one is refused.
        var shape = new CPUDevice(2, 1, threads ?? Environment.ProcessorCount);
        Context context = Context.Create(builder => builder.CPU(shape));
        try
        {
            return new(context, context.GetCPUDevice(0).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel), DescribeIlgpuCpu(threads), isCpu: true, memoryLimitBytes);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static ComputeDevice DescribeIlgpuCpu(int? threads) => new(
        DeviceKind.IlgpuCpu,
        0,
        $"ILGPU CPU accelerator, {threads ?? Environment.ProcessorCount} threads",
        $"ILGPU {typeof(Context).Assembly.GetName().Version?.ToString(3)}",
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static DeviceUnavailableException Missing(DeviceKind kind, int index)
    {
        ComputeProbe probe = Probe();
        string found = string.Join("; ", probe.Found.Select(d => $"{d.Kind} {d.Index} ({d.Name})"));
        string refused = string.Concat(probe.Refused.Where(r => r.Kind == kind).Select(r => $" {r.Name ?? r.Kind.ToString()} was refused: {r.Reason}."));
        return new($"{kind} device {index} was asked for and is not available.{refused} Found: {found}. Take one of these, or let the program choose.");
    }
}

using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using VoxelDose.Engine.Compute.Devices;
using VoxelDose.Kernels;

namespace VoxelDose.Tests.Kernels;

/// <summary>
/// Every kernel compiles to PTX and to OpenCL C without fp64, here, without a GPU. A kernel is a public static method of the kernels
/// project whose first parameter is the thread's index.
/// </summary>
public sealed class CrossCompilationTests
{
    /// <summary>All kernels, by the type and name of the method.</summary>
    public static TheoryData<string> Kernels =>
        [.. typeof(Elementwise).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(IsKernel)
            .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}")];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_ForCuda_CompilesToPtx(string kernel)
    {
        // A failed compile poisons its context: each gets a fresh one.
        using Context context = Context.Create(_ => { });
        using var backend = new PTXBackend(context, CudaArchitecture.SM_86, CudaInstructionSet.ISA_75, null!);

        string ptx = ((PTXCompiledKernel)Compile(backend, kernel)).PTXAssembly;

        Assert.Contains(".entry", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_ForOpenClWithoutFp64_Compiles(string kernel)
    {
        using Context context = Context.Create(_ => { });
        using var backend = new CLBackend(context, WithoutFp64, CLDeviceVendor.Other, new CLCVersion(2, 0));

        string source = ((CLCompiledKernel)Compile(backend, kernel)).Source;

        Assert.Contains("kernel void", source, StringComparison.Ordinal);
        Assert.DoesNotContain("double", source, StringComparison.Ordinal);
    }

    /// <summary>Marching convolutions: form, radius along z.</summary>
    public static TheoryData<bool, int> Marching => new()
    {
        { true, 0 }, { true, 3 }, { true, 6 }, { true, RingTypes.LargestRadius },
        { false, 0 }, { false, 4 }, { false, 12 },
    };

    [Theory]
    [MemberData(nameof(Marching))]
    public void MarchingKernel_ForCuda_KeepsItsRingInRegisters(bool separable, int radius)
    {
        using Context context = Context.Create(_ => { });
        SharedMemoryBarrier.Register(context);
        using var backend = new PTXBackend(context, CudaArchitecture.SM_86, CudaInstructionSet.ISA_75, null!);

        string ptx = ((PTXCompiledKernel)CompileGrouped(backend, RingTypes.Marching(separable, radius, typeof(SmallRoom)))).PTXAssembly;

        Assert.Contains(".shared", ptx, StringComparison.Ordinal);
        Assert.Contains("bar.sync", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Marching))]
    public void MarchingKernel_ForOpenClWithoutFp64_Compiles(bool separable, int radius)
    {
        using Context context = Context.Create(_ => { });
        SharedMemoryBarrier.Register(context);
        using var backend = new CLBackend(context, WithoutFp64, CLDeviceVendor.Other, new CLCVersion(2, 0));

        string source = ((CLCompiledKernel)CompileGrouped(backend, RingTypes.Marching(separable, radius, typeof(SmallRoom)))).Source;

        Assert.Contains("CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE", source, StringComparison.Ordinal);
        Assert.DoesNotContain("work_group_barrier (", source, StringComparison.Ordinal);
        // Memory shared by a group must be the kernel's own; a variable outside of it would be one for all groups.
        Assert.Contains("\tlocal float ", source[source.IndexOf("kernel void", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("dynamic_shared_memory", source, StringComparison.Ordinal);
        Assert.DoesNotContain("double", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_FoundByReflection_AreNotEmpty() => Assert.True(Kernels.Count >= 13);

    private static CLCapabilityContext WithoutFp64 { get; } = new(
        subGroups: false, float16: false, float64: false, int64_Atomics: false, genericAddressSpace: true);

    private static CompiledKernel CompileGrouped(Backend backend, MethodInfo method) => backend.Compile(
        EntryPointDescription.FromExplicitlyGroupedKernel(method),
        new KernelSpecialization(MarchingTiles.Side * MarchingTiles.GroupRows, null));

    private static bool IsKernel(MethodInfo method)
    {
        Type? first = method.GetParameters().FirstOrDefault()?.ParameterType;
        return first == typeof(Index1D) || first == typeof(Index2D) || first == typeof(Index3D);
    }

    private static CompiledKernel Compile(Backend backend, string kernel)
    {
        int dot = kernel.LastIndexOf('.');
        MethodInfo method = typeof(Elementwise).Assembly.GetType(kernel[..dot], throwOnError: true)!.GetMethod(kernel[(dot + 1)..])!;
        return backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(method), new KernelSpecialization());
    }
}

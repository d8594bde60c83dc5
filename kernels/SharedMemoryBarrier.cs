using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace VoxelDose.Kernels;

/// <summary>
/// A barrier after which a group's threads see what the others wrote to shared memory. ILGPU's own becomes an OpenCL barrier that orders global memory
/// alone, after which OpenCL promises nothing about shared (local) memory; a context that is told so by <see cref="Register"/> writes a complete one.
/// </summary>
public static class SharedMemoryBarrier
{
    /// <summary>Waits for all threads of the group.</summary>
    [IntrinsicImplementation]
    public static void Wait() => Group.Barrier();

    /// <summary>Makes a context know the barrier, in OpenCL a complete one.</summary>
    public static void Register(Context context)
    {
        IntrinsicImplementationManager manager = context.GetIntrinsicManager();
        MethodInfo wait = typeof(SharedMemoryBarrier).GetMethod(nameof(Wait))!;
        manager.RegisterMethod(wait, new CLIntrinsic(typeof(SharedMemoryBarrier), nameof(Generate), IntrinsicImplementationMode.GenerateCode));
        manager.RegisterMethod(wait, new PTXIntrinsic(typeof(SharedMemoryBarrier), nameof(Ordinary), IntrinsicImplementationMode.Redirect));
    }

    /// <summary>ILGPU's barrier, which is complete on CUDA.</summary>
    internal static void Ordinary() => Group.Barrier();

    /// <summary>Writes the OpenCL C of <see cref="Wait"/>.</summary>
    internal static void Generate(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(
            (ILGPU.Util.RawString)"work_group_barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)");
    }
}

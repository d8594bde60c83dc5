using ILGPU;
using ILGPU.Runtime;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Launches <see cref="MarchingTiles"/>: for GPUs.</summary>
internal sealed class MarchingConvolution : DeviceConvolution
{
    /// <summary>Groups a multiprocessor should find: as many as its registers hold at once at radius 6.</summary>
    private const int GroupsPerMultiprocessor = 2;

    /// <summary>Least slices of a group in terms of the radius: the 2 radius slices around them are read for nothing.</summary>
    private const int LeastDepthPerRadius = 2;

    private const int LeastDepth = 8;

    private readonly Accelerator _accelerator;
    private readonly KernelSet.MarchingLaunch _launch;
    private readonly ArrayView<float> _weights;
    private readonly MarchPlan _plan;

    internal MarchingConvolution(
        Accelerator accelerator, KernelSet kernels, WorkingMemory memory, VoxelBox box, Size3 size, SymmetricKernel kernel)
        : base(box, size, kernel.Radius)
    {
        _accelerator = accelerator;
        _launch = kernels.Marching(separable: false, kernel.Radius.Z, SharedFloats(kernel) > SmallRoom.Floats);
        _weights = memory.Filled(0, kernel.Octant);
        _plan = new() { Radius = ExtentOf(kernel.Radius), Weights = kernel.Octant.Length };
    }

    internal MarchingConvolution(
        Accelerator accelerator, KernelSet kernels, WorkingMemory memory, VoxelBox box, Size3 size, SeparableKernel kernel)
        : base(box, size, kernel.Radius)
    {
        _accelerator = accelerator;
        _launch = kernels.Marching(separable: true, kernel.Radius.Z, SharedFloats(kernel) > SmallRoom.Floats);
        float[] weights = Profiles(kernel);
        _weights = memory.Filled(0, weights.Length > 0 ? weights : [0]);
        _plan = new() { Radius = ExtentOf(kernel.Radius), Weights = weights.Length, Terms = kernel.Terms.Count, Delta = kernel.Delta };
    }

    internal override int Depth => Output.Depth;

    /// <summary>Shared memory of a group, floats.</summary>
    internal static int SharedFloats(SymmetricKernel kernel) => kernel.Octant.Length + (Side(kernel.Radius.X) * Side(kernel.Radius.Y));

    /// <inheritdoc cref="SharedFloats(SymmetricKernel)"/>
    internal static int SharedFloats(SeparableKernel kernel) =>
        (kernel.Terms.Count * (kernel.Radius.Z + 1 + (2 * kernel.Radius.Y) + 1 + MarchingTiles.Apron + kernel.Radius.X + 1))
        + (Side(kernel.Radius.Y) * (Side(kernel.Radius.X) + MarchingTiles.Side));

    internal override void Run(Slab slab)
    {
        MarchPlan plan = _plan;
        (plan.Size, plan.Box, plan.Output) = (ExtentOf(slab.Size), WindowOf(slab.Box), WindowOf(slab.Output));
        int across = Tiles(slab.Output.Width);
        int down = Tiles(slab.Output.Height);
        int wanted = Math.Max(1, GroupsPerMultiprocessor * _accelerator.NumMultiprocessors / (across * down));
        plan.Depth = Math.Max(
            Math.Max(LeastDepth, LeastDepthPerRadius * plan.Radius.Z), (slab.Output.Depth + wanted - 1) / wanted);
        int deep = (slab.Output.Depth + plan.Depth - 1) / plan.Depth;
        _launch(
            _accelerator.DefaultStream,
            new(new Index3D(across, down, deep), new Index3D(MarchingTiles.Side, MarchingTiles.GroupRows, 1)),
            slab.Source,
            _weights,
            slab.Target,
            plan);
    }

    private static int Side(int radius) => MarchingTiles.Side + (2 * radius);

    private static int Tiles(int width) => (width + MarchingTiles.Side - 1) / MarchingTiles.Side;

    private static float[] Profiles(SeparableKernel kernel) =>
    [
        .. kernel.Terms.SelectMany(term => (float[])
        [
            .. term.Z, .. term.Y.Skip(1).Reverse(), .. term.Y, .. new float[MarchingTiles.Apron], .. term.X,
        ]),
    ];
}

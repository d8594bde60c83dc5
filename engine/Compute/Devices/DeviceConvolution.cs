using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>One convolution as a device runs it, slab by slab along z. How it is cut does not change a bit of the result.</summary>
internal abstract class DeviceConvolution(VoxelBox box, Size3 size, Size3 radius)
{
    /// <summary>What is not zero in the source.</summary>
    internal VoxelBox Box { get; } = box;

    /// <summary>What the convolution writes; zero is right beyond it.</summary>
    internal VoxelBox Output { get; } = box.Grow(radius, size);

    /// <summary>Slices around a slab that its results need.</summary>
    internal int Halo { get; } = radius.Z;

    /// <summary>Most slices of the result in one slab.</summary>
    internal abstract int Depth { get; }

    /// <summary>Whether slabs may be less deep.</summary>
    internal virtual bool IsDepthFree => true;

    /// <summary>Starts the kernels that write the slab's output.</summary>
    internal abstract void Run(Slab slab);

    protected static Extent ExtentOf(Size3 size) => new() { X = size.X, Y = size.Y, Z = size.Z };

    protected static Window WindowOf(VoxelBox box) => new()
    {
        X = box.X0,
        Y = box.Y0,
        Z = box.Z0,
        Width = box.Width,
        Height = box.Height,
        Depth = box.Depth,
    };
}

using ILGPU;
using VoxelDose.Engine.Volumes;
using VoxelDose.Kernels;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Launches <see cref="RowTiles"/>: for devices that are CPUs, and for radii that shared memory cannot hold.</summary>
internal sealed class RowTileConvolution : DeviceConvolution
{
    private const int MostRows = 32;
    private readonly KernelSet _kernels;
    private readonly WorkingMemory _memory;
    private readonly Size3 _radius;
    private readonly ArrayView<float> _weights;
    private readonly TileTerms? _terms;

    internal RowTileConvolution(KernelSet kernels, WorkingMemory memory, VoxelBox box, Size3 size, SymmetricKernel kernel)
        : base(box, size, kernel.Radius)
    {
        if ((2 * kernel.Radius.X) + RowTiles.Width > RowTiles.RowRoom)
        {
            throw new ArgumentException(
                $"a kernel radius of {kernel.Radius} voxels is too wide for a direct convolution on this device, which takes up to " +
                $"{(RowTiles.RowRoom - RowTiles.Width) / 2} along x; convolve through FFTs");
        }

        (_kernels, _memory, _radius) = (kernels, memory, kernel.Radius);
        _weights = memory.Filled(0, kernel.Octant);
    }

    internal RowTileConvolution(KernelSet kernels, WorkingMemory memory, VoxelBox box, Size3 size, SeparableKernel kernel)
        : base(box, size, kernel.Radius)
    {
        (_kernels, _memory, _radius) = (kernels, memory, kernel.Radius);
        // No terms, no weights; but no device takes an empty array.
        _weights = memory.Filled(0, [.. kernel.Terms.SelectMany(t => t.Z.Concat(t.Y).Concat(t.X)), 0]);
        _terms = new TileTerms { Delta = kernel.Delta, Terms = kernel.Terms.Count, Rows = Rows(kernel.Radius) };
    }

    /// <summary>Slices whose padded copy stays in a last-level cache.</summary>
    internal override int Depth => 32;

    /// <summary>Whether the separable form's private rows hold a radius.</summary>
    internal static bool Fits(Size3 radius) => Rows(radius) > 0 && (2 * radius.X) + RowTiles.Width <= RowTiles.RowRoom;

    internal override void Run(Slab slab)
    {
        Window window = WindowOf(slab.Output);
        ArrayView<float> padded = Padded(slab, window);
        int tiles = (window.Width + RowTiles.Width - 1) / RowTiles.Width;
        if (_terms is { } terms)
        {
            int bands = (window.Height + terms.Rows - 1) / terms.Rows;
            _kernels.SeparableTiles(
                tiles * bands * window.Depth, padded, _weights, slab.Target, ExtentOf(slab.Size), ExtentOf(_radius), window, terms);
        }
        else
        {
            _kernels.DirectTiles(
                tiles * window.Height * window.Depth, padded, _weights, slab.Target, ExtentOf(slab.Size), ExtentOf(_radius), window);
        }
    }

    /// <summary>Rows of a tile: as many as the private room allows.</summary>
    private static int Rows(Size3 radius) =>
        Math.Min(MostRows, (RowTiles.Room / (RowTiles.Width + (2 * radius.X))) - (2 * radius.Y));

    /// <summary>The window with the kernel's range around it, as a compact array with zeros beyond the slab.</summary>
    private ArrayView<float> Padded(Slab slab, Window window)
    {
        var around = new Window
        {
            X = window.X - _radius.X,
            Y = window.Y - _radius.Y,
            Z = window.Z - _radius.Z,
            Width = window.Width + (2 * _radius.X),
            Height = window.Height + (2 * _radius.Y),
            Depth = window.Depth + (2 * _radius.Z),
        };
        ArrayView<float> padded = _memory.View(1, checked(around.Width * around.Height * around.Depth));
        int chunk = _kernels.LongRuns ? around.Width : 1;
        int threads = (around.Width + chunk - 1) / chunk * around.Height * around.Depth;
        _kernels.Pad(threads, slab.Source, ExtentOf(slab.Size), padded, around, chunk);
        return padded;
    }
}

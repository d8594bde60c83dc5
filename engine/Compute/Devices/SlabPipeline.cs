using ILGPU;
using ILGPU.Runtime;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>
/// Works through values that lie on the host piece by piece: while the device computes one piece, the next is on its way to it and the last on its way back.
/// Two sets of device memory and of page-locked memory take turns.
/// </summary>
internal sealed class SlabPipeline : IDisposable
{
    /// <summary>Values of a piece where each is computed by itself: 4 MB.</summary>
    private const int ElementwiseLength = 1 << 20;

    private const int Turns = 2;

    private readonly Accelerator _accelerator;
    private readonly DeviceMemory _memory;
    private readonly int _sources;
    private readonly List<MemoryBuffer1D<float, Stride1D.Dense>> _device = [];
    private readonly List<PinnedBlock> _pinned = [];
    private readonly AcceleratorStream _up;
    private readonly AcceleratorStream _down;

    /// <exception cref="DeviceMemoryException">The device has no room for pieces of this length.</exception>
    internal SlabPipeline(Accelerator accelerator, DeviceMemory memory, int sources, int longest)
    {
        (_accelerator, _memory, _sources) = (accelerator, memory, sources);
        _up = accelerator.CreateStream();
        _down = accelerator.CreateStream();
        try
        {
            for (int n = 0; n < Turns * (sources + 1); n++)
            {
                _device.Add(memory.Allocate(longest));
                _pinned.Add(new(accelerator, longest));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Computes values each by itself, in pieces as long as the device has room for.</summary>
    internal static void Elementwise(
        Accelerator accelerator, DeviceMemory memory, float[][] sources, float[] target, Action<ArrayView<float>[], ArrayView<float>> launch)
    {
        int length = Math.Min(ElementwiseLength, target.Length);
        while (true)
        {
            SlabPipeline pipeline;
            try
            {
                pipeline = new(accelerator, memory, sources.Length, length);
            }
            catch (Exception e) when (DeviceMemory.IsOutOfMemory(e) && length > 1)
            {
                length /= 2;
                continue;
            }

            using (pipeline)
            {
                pipeline.Run(sources, target, Piece.Of(target.Length, length), (_, from, to) => launch(from, to));
                return;
            }
        }
    }

    /// <summary>Computes every piece. Pieces may overlap where the target is none of the sources.</summary>
    /// <param name="sources">Values to read.</param>
    /// <param name="target">Values to write.</param>
    /// <param name="pieces">Runs of both.</param>
    /// <param name="launch">Starts the kernels of a piece, given its number, sources and target on the device.</param>
    internal void Run(float[][] sources, float[] target, IReadOnlyList<Piece> pieces, Action<int, ArrayView<float>[], ArrayView<float>> launch)
    {
        Upload(sources, pieces, 0);
        _up.Synchronize();
        for (int n = 0; n < pieces.Count; n++)
        {
            launch(n, [.. Enumerable.Range(0, _sources).Select(s => View(n, s, pieces[n]))], View(n, _sources, pieces[n]));
            if (n > 0)
            {
                StartDownload(pieces, n - 1);
            }

            if (n + 1 < pieces.Count)
            {
                Upload(sources, pieces, n + 1);
            }

            FinishDownload(target, pieces, n - 1);
            _accelerator.DefaultStream.Synchronize();
            _up.Synchronize();
        }

        StartDownload(pieces, pieces.Count - 1);
        FinishDownload(target, pieces, pieces.Count - 1);
    }

    public void Dispose()
    {
        _device.ForEach(_memory.Free);
        _device.Clear();
        _pinned.ForEach(block => block.Dispose());
        _pinned.Clear();
        _up.Dispose();
        _down.Dispose();
    }

    private void Upload(float[][] sources, IReadOnlyList<Piece> pieces, int n)
    {
        Piece piece = pieces[n];
        for (int s = 0; s < _sources; s++)
        {
            PinnedBlock block = _pinned[Slot(n, s)];
            sources[s].AsSpan(piece.Start, piece.Length).CopyTo(block.Values);
            block.StartUpload(_up, View(n, s, piece));
        }
    }

    private void StartDownload(IReadOnlyList<Piece> pieces, int n) =>
        _pinned[Slot(n, _sources)].StartDownload(_down, View(n, _sources, pieces[n]).SubView(pieces[n].ResultStart, pieces[n].ResultLength));

    private void FinishDownload(float[] target, IReadOnlyList<Piece> pieces, int n)
    {
        if (n >= 0)
        {
            _down.Synchronize();
            _pinned[Slot(n, _sources)].Values[..pieces[n].ResultLength].CopyTo(target.AsSpan(pieces[n].Start + pieces[n].ResultStart));
        }
    }

    private ArrayView<float> View(int n, int array, Piece piece) => _device[Slot(n, array)].View.SubView(0, piece.Length);

    private int Slot(int n, int array) => (n % Turns * (_sources + 1)) + array;
}

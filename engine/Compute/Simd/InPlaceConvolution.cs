namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// A convolution whose result takes the place of its source: slab by slab along z, a slab's result waiting beside the volume until no later slab reads the slices that it goes to
/// (the kernel's range of them, the halo). The pieces are those of the convolution into another volume, so the result is the same to the bit.
/// </summary>
internal static unsafe class InPlaceConvolution
{
    private const int ShallowestSlab = 16;

    /// <summary>Slices of a slab at most: a block for each thread, or more where those are few.</summary>
    internal static int SlabDepth(int threads) => Math.Max(ShallowestSlab, threads * ConvolutionTask.DeepestBlock);

    /// <summary>Convolves.</summary>
    /// <param name="task">The whole convolution; source and target are one volume.</param>
    /// <param name="radiusZ">Slices that the kernel reaches.</param>
    /// <param name="crew">Threads.</param>
    /// <param name="scratch">Keeps the results that wait: a slab and the halo.</param>
    /// <param name="run">Convolves the pieces of a part.</param>
    internal static void Run(ConvolutionTask task, int radiusZ, WorkCrew crew, Scratch scratch, Action<ConvolutionTask> run)
    {
        int blocks = Math.Max(crew.Threads, ShallowestSlab / task.BlockDepth);
        nint plane = task.Plane;
        float* waiting = scratch.Raw(((blocks * task.BlockDepth) + radiusZ) * plane);
        int written = task.Output.Z0;
        for (int block = 0; block < task.Blocks; block += blocks)
        {
            ConvolutionTask slab = task.Part(block, block + blocks, waiting - (written * plane));
            run(slab);
            int end = slab.Output.Z1;
            int ready = end == task.Output.Z1 ? end : Math.Max(written, end - radiusZ);
            int first = written;
            crew.Run(ready - first, (n, _) => CopySlice(task, slab.Output, waiting + (n * plane), task.Source + ((first + n) * plane)));
            long left = (end - ready) * plane * sizeof(float);
            Buffer.MemoryCopy(waiting + ((ready - first) * plane), waiting, left, left);
            written = ready;
        }
    }

    private static void CopySlice(ConvolutionTask task, VoxelBox output, float* from, float* to)
    {
        for (int y = output.Y0; y < output.Y1; y++)
        {
            nint row = ((nint)y * task.Size.X) + output.X0;
            new ReadOnlySpan<float>(from + row, output.Width).CopyTo(new(to + row, output.Width));
        }
    }
}

namespace VoxelDose.Kernels;

/// <summary>One radix pass of many FFTs side by side (Stockham).</summary>
public struct FftPass
{
    /// <summary>Length of a transform.</summary>
    public int Length;

    /// <summary>Radix of this pass: 2, 3, 4 or 5.</summary>
    public int Radix;

    /// <summary>Product of the radices of the passes before.</summary>
    public int Done;

    /// <summary>Distance of neighbouring elements of a transform.</summary>
    public int Stride;

    /// <summary>Number of transforms whose first elements are neighbours (1 along x, where an element's neighbour is of the same transform).</summary>
    public int Inner;

    /// <summary>Distance of groups of <see cref="Inner"/> transforms.</summary>
    public int OuterStride;

    /// <summary>Number of butterflies over all transforms.</summary>
    public int Count;

    /// <summary>Butterflies that one thread takes.</summary>
    public int Chunk;
}

using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels;

/// <summary>Values of four neighbouring rows that one thread carries in registers.</summary>
public struct Quad
{
    /// <summary>First row.</summary>
    public float A;

    /// <summary>Second row.</summary>
    public float B;

    /// <summary>Third row.</summary>
    public float C;

    /// <summary>Fourth row.</summary>
    public float D;

    /// <summary>Row by row: this + other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Quad Plus(Quad other) => new() { A = A + other.A, B = B + other.B, C = C + other.C, D = D + other.D };

    /// <summary>Row by row: this + weight value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Quad PlusWeighted(float weight, Quad value) => new()
    {
        A = A + (weight * value.A),
        B = B + (weight * value.B),
        C = C + (weight * value.C),
        D = D + (weight * value.D),
    };
}

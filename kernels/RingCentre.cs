using System.Runtime.CompilerServices;
using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>The ring of radius 0: what the slice adds to the result of its own.</summary>
public struct RingCentre : IRing
{
    private Quad _sum;
    private Quad _waiting;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<float> weights, int at, int stride, Quad value) => _sum = _sum.PlusWeighted(weights[at], value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quad Advance(Quad ahead)
    {
        Quad done = _waiting.Plus(_sum);
        _waiting = ahead;
        _sum = default;
        return done;
    }
}

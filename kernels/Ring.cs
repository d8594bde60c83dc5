using System.Runtime.CompilerServices;
using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>A ring one slice wider than the one inside.</summary>
/// <typeparam name="TInner">The ring inside.</typeparam>
public struct Ring<TInner> : IRing
    where TInner : unmanaged, IRing
{
#pragma warning disable CS0649, IDE0044 // Its own methods change it.
    private TInner _inner;
#pragma warning restore CS0649, IDE0044
    private Quad _sum;
    private Quad _behind;
    private Quad _ahead;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<float> weights, int at, int stride, Quad value)
    {
        _sum = _sum.PlusWeighted(weights[at], value);
        _inner.Add(weights, at - stride, stride, value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quad Advance(Quad ahead)
    {
        Quad done = _behind.Plus(_sum);
        _behind = _inner.Advance(_ahead.Plus(_sum));
        _ahead = ahead;
        _sum = default;
        return done;
    }
}

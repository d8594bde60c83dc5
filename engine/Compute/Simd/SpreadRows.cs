using System.Runtime.CompilerServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>The last step of a convolution along x: rows that hold the contributions to each offset are shifted and added.</summary>
internal static unsafe class SpreadRows<TVectors, TVector>
    where TVectors : IVectors<TVector>
    where TVector : unmanaged
{
    /// <summary>
    /// target[x] = (accumulate ? target[x] : delta source[x]) + spread[0][x] + sum over d of (spread[d][x - d] + spread[d][x + d]).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather(
        float* spread, nint pitch, int r, float delta, float* source, bool accumulate, float* target, int width)
    {
        int lanes = TVectors.Lanes;
        TVector weight = TVectors.Broadcast(delta);
        // The last vector overlaps the one before it; its values are made before any of them is stored, so that nothing is added twice.
        nint last = width - lanes;
        TVector end = At(spread, pitch, r, weight, source, accumulate, target, last);
        nint x = 0;
        for (; x <= width - (2 * lanes); x += 2 * lanes)
        {
            float* at = spread + x;
            TVector a = TVectors.Load(at);
            TVector b = TVectors.Load(at + lanes);
            for (nint d = 1; d <= r; d++)
            {
                at += pitch;
                a = TVectors.Add(a, TVectors.Add(TVectors.Load(at - d), TVectors.Load(at + d)));
                b = TVectors.Add(b, TVectors.Add(TVectors.Load(at + lanes - d), TVectors.Load(at + lanes + d)));
            }

            TVectors.Store(Finish(a, weight, source, accumulate, target, x), target + x);
            TVectors.Store(Finish(b, weight, source, accumulate, target, x + lanes), target + x + lanes);
        }

        for (; x < last; x += lanes)
        {
            TVectors.Store(At(spread, pitch, r, weight, source, accumulate, target, x), target + x);
        }

        TVectors.Store(end, target + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(
        float* spread, nint pitch, int r, TVector delta, float* source, bool accumulate, float* target, nint x)
    {
        TVector sum = TVectors.Load(spread + x);
        for (int d = 1; d <= r; d++)
        {
            float* row = spread + (d * pitch) + x;
            sum = TVectors.Add(sum, TVectors.Add(TVectors.Load(row - d), TVectors.Load(row + d)));
        }

        return Finish(sum, delta, source, accumulate, target, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finish(TVector sum, TVector delta, float* source, bool accumulate, float* target, nint x) => accumulate
        ? TVectors.Add(sum, TVectors.Load(target + x))
        : TVectors.MultiplyAdd(delta, TVectors.Load(source + x), sum);
}

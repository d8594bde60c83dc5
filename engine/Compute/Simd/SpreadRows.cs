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
        // The last vector may overlap the one before it; its values are made before any of them is stored, so that nothing is added twice.
        bool overlaps = width % lanes != 0;
        TVector end = overlaps ? At(spread, pitch, r, weight, source, accumulate, target, width - lanes) : weight;
        nint x = 0;
        for (; x <= width - (4 * lanes); x += 4 * lanes)
        {
            float* left = spread + x;
            float* right = left;
            TVector a = TVectors.Load(left);
            TVector b = TVectors.Load(left + lanes);
            TVector c = TVectors.Load(left + (2 * lanes));
            TVector d = TVectors.Load(left + (3 * lanes));
            for (int n = r; n > 0; n--)
            {
                left += pitch - 1;
                right += pitch + 1;
                a = TVectors.Add(a, TVectors.Add(TVectors.Load(left), TVectors.Load(right)));
                b = TVectors.Add(b, TVectors.Add(TVectors.Load(left + lanes), TVectors.Load(right + lanes)));
                c = TVectors.Add(c, TVectors.Add(TVectors.Load(left + (2 * lanes)), TVectors.Load(right + (2 * lanes))));
                d = TVectors.Add(d, TVectors.Add(TVectors.Load(left + (3 * lanes)), TVectors.Load(right + (3 * lanes))));
            }

            a = Finish(a, weight, source, accumulate, target, x);
            b = Finish(b, weight, source, accumulate, target, x + lanes);
            c = Finish(c, weight, source, accumulate, target, x + (2 * lanes));
            d = Finish(d, weight, source, accumulate, target, x + (3 * lanes));
            TVectors.Store(a, target + x);
            TVectors.Store(b, target + x + lanes);
            TVectors.Store(c, target + x + (2 * lanes));
            TVectors.Store(d, target + x + (3 * lanes));
        }

        for (; x <= width - lanes; x += lanes)
        {
            TVectors.Store(At(spread, pitch, r, weight, source, accumulate, target, x), target + x);
        }

        if (overlaps)
        {
            TVectors.Store(end, target + width - lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(
        float* spread, nint pitch, int r, TVector delta, float* source, bool accumulate, float* target, nint x)
    {
        float* left = spread + x;
        float* right = left;
        TVector sum = TVectors.Load(left);
        for (int n = r; n > 0; n--)
        {
            left += pitch - 1;
            right += pitch + 1;
            sum = TVectors.Add(sum, TVectors.Add(TVectors.Load(left), TVectors.Load(right)));
        }

        return Finish(sum, delta, source, accumulate, target, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finish(TVector sum, TVector delta, float* source, bool accumulate, float* target, nint x) => accumulate
        ? TVectors.Add(sum, TVectors.Load(target + x))
        : TVectors.MultiplyAdd(delta, TVectors.Load(source + x), sum);
}

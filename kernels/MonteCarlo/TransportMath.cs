using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>Elementary functions in plain float32 arithmetic, alike on every device.</summary>
public static class TransportMath
{
    /// <summary>sin(pi f / 2) for f in [0, 1], Taylor series to the 11th power; the first omitted term is below 6e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float QuarterSine(float f)
    {
        float t = f * (MathF.PI / 2);
        float s = t * t;
        return t * (1f + (s * ((-1f / 6) + (s * ((1f / 120) + (s * ((-1f / 5040) + (s * ((1f / 362880) - (s * (1f / 39916800)))))))))));
    }

    /// <summary>Sine of a full turn times <paramref name="u"/>, u in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SineOfTurn(float u)
    {
        float t = 4 * u;
        int quarter = (int)t;
        float f = t - quarter;
        float s = QuarterSine((quarter & 1) == 0 ? f : 1 - f);
        return quarter < 2 ? s : -s;
    }

    /// <summary>Cosine of a full turn times <paramref name="u"/>, u in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float CosineOfTurn(float u)
    {
        float t = 4 * u;
        int quarter = (int)t;
        float f = t - quarter;
        float c = QuarterSine((quarter & 1) == 0 ? 1 - f : f);
        return quarter is 0 or 3 ? c : -c;
    }

    /// <summary>Finalising mix of MurmurHash3 (A. Appleby, public domain): spreads a counter over 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Mix(uint h)
    {
        h ^= h >> 16;
        h *= 0x85EBCA6B;
        h ^= h >> 13;
        h *= 0xC2B2AE35;
        return h ^ (h >> 16);
    }
}

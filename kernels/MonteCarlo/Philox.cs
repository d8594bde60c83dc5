using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>
/// Philox 4x32-10, a counter-based generator: the words are a pure function of counter and key, so that a history draws the same
/// numbers on every device and in any order. J. K. Salmon et al., SC'11, DOI 10.1145/2063384.2063405.
/// </summary>
public static class Philox
{
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9;
    private const uint WeylB = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The block of four words at a counter.</summary>
    /// <param name="c0">Counter, word 0.</param>
    /// <param name="c1">Counter, word 1.</param>
    /// <param name="c2">Counter, word 2.</param>
    /// <param name="c3">Counter, word 3.</param>
    /// <param name="k0">Key, word 0.</param>
    /// <param name="k1">Key, word 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * c0;
            ulong b = (ulong)MultiplierB * c2;
            c0 = (uint)(b >> 32) ^ c1 ^ k0;
            c2 = (uint)(a >> 32) ^ c3 ^ k1;
            c1 = (uint)b;
            c3 = (uint)a;
            k0 += WeylA;
            k1 += WeylB;
        }

        return new(c0, c1, c2, c3);
    }
}

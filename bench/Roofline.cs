using System.Runtime.Intrinsics;

namespace VoxelDose.Bench;

/// <summary>What the machine can do at most, measured in the same run: multiply-adds and copied bytes per second.</summary>
/// <param name="GigaFmaPerSecond">float32 fused multiply-adds, 1e9/s, all threads.</param>
/// <param name="CopyGigabytesPerSecond">Bytes read plus bytes written, 1e9/s, all threads.</param>
internal sealed record Roofline(double GigaFmaPerSecond, double CopyGigabytesPerSecond)
{
    private const double Giga = 1e9;

    internal static Roofline Measure(int threads, int runs) => new(Fma(threads, runs), Copy(threads, runs));

    /// <summary>The greater of two measurements: other work on the machine only ever lowers one.</summary>
    internal Roofline Or(Roofline other) => new(
        Math.Max(GigaFmaPerSecond, other.GigaFmaPerSecond), Math.Max(CopyGigabytesPerSecond, other.CopyGigabytesPerSecond));

    private static double Fma(int threads, int runs)
    {
        const int rounds = 4_000_000;
        const int chains = 12;
        var sink = new float[threads];
        Timing timing = Timing.Of(() => Parallel.For(0, threads, t => sink[t] = Chains(rounds)), runs);
        int lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;
        return (double)threads * rounds * chains * lanes / (timing.WallMs.Min() / 1e3) / Giga;
    }

    private static float Chains(int rounds)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> f = Vector512.Create(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f;
            for (int n = 0; n < rounds; n++)
            {
                a = Vector512.FusedMultiplyAdd(a, f, f);
                b = Vector512.FusedMultiplyAdd(b, f, f);
                c = Vector512.FusedMultiplyAdd(c, f, f);
                d = Vector512.FusedMultiplyAdd(d, f, f);
                e = Vector512.FusedMultiplyAdd(e, f, f);
                g = Vector512.FusedMultiplyAdd(g, f, f);
                h = Vector512.FusedMultiplyAdd(h, f, f);
                i = Vector512.FusedMultiplyAdd(i, f, f);
                j = Vector512.FusedMultiplyAdd(j, f, f);
                k = Vector512.FusedMultiplyAdd(k, f, f);
                l = Vector512.FusedMultiplyAdd(l, f, f);
                m = Vector512.FusedMultiplyAdd(m, f, f);
            }

            return Vector512.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
        }
        else
        {
            Vector256<float> f = Vector256.Create(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f;
            for (int n = 0; n < rounds; n++)
            {
                a = Vector256.FusedMultiplyAdd(a, f, f);
                b = Vector256.FusedMultiplyAdd(b, f, f);
                c = Vector256.FusedMultiplyAdd(c, f, f);
                d = Vector256.FusedMultiplyAdd(d, f, f);
                e = Vector256.FusedMultiplyAdd(e, f, f);
                g = Vector256.FusedMultiplyAdd(g, f, f);
                h = Vector256.FusedMultiplyAdd(h, f, f);
                i = Vector256.FusedMultiplyAdd(i, f, f);
                j = Vector256.FusedMultiplyAdd(j, f, f);
                k = Vector256.FusedMultiplyAdd(k, f, f);
                l = Vector256.FusedMultiplyAdd(l, f, f);
                m = Vector256.FusedMultiplyAdd(m, f, f);
            }

            return Vector256.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
        }
    }

    private static double Copy(int threads, int runs)
    {
        const int floats = 1 << 24;
        var from = new float[threads][];
        var to = new float[threads][];
        for (int t = 0; t < threads; t++)
        {
            from[t] = new float[floats];
            to[t] = new float[floats];
            from[t].AsSpan().Fill(1);
        }

        Timing timing = Timing.Of(() => Parallel.For(0, threads, t => from[t].AsSpan().CopyTo(to[t])), runs);
        return 2.0 * threads * floats * sizeof(float) / (timing.WallMs.Min() / 1e3) / Giga;
    }
}

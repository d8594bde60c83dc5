namespace VoxelDose.Engine.Compute;

/// <summary>A transform length made of factors 2, 3, 4 and 5, with its roots of unity; the same on every device.</summary>
internal sealed class FftPlan
{
    private FftPlan(int length)
    {
        Length = length;
        var radices = new List<int>();
        int rest = length;
        foreach (int radix in (int[])[5, 4, 3, 2])
        {
            for (; rest % radix == 0; rest /= radix)
            {
                radices.Add(radix);
            }
        }

        Radices = radices;
        Cosines = new float[length];
        Sines = new float[length];
        for (int m = 0; m < length; m++)
        {
            (double sin, double cos) = Math.SinCos(-2 * Math.PI * m / length);
            Cosines[m] = (float)cos;
            Sines[m] = (float)sin;
        }
    }

    internal int Length { get; }

    /// <summary>Factors in the order in which the passes take them.</summary>
    internal IReadOnlyList<int> Radices { get; }

    /// <summary>cos(-2 pi m / length).</summary>
    internal float[] Cosines { get; }

    /// <summary>sin(-2 pi m / length).</summary>
    internal float[] Sines { get; }

    /// <summary>A plan for the shortest such length that is at least <paramref name="length"/>.</summary>
    internal static FftPlan AtLeast(int length)
    {
        int candidate = Math.Max(1, length);
        while (!IsSmooth(candidate))
        {
            candidate++;
        }

        return new(candidate);
    }

    private static bool IsSmooth(int n)
    {
        foreach (int factor in (int[])[2, 3, 5])
        {
            while (n % factor == 0)
            {
                n /= factor;
            }
        }

        return n == 1;
    }
}

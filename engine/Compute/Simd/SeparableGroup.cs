namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Up to six terms of a separable kernel, with their profiles laid out for the inner loops.</summary>
internal sealed class SeparableGroup
{
    private const int MostTerms = 6;

    private SeparableGroup(SeparableKernel kernel, int first, int count, float delta)
    {
        Terms = count;
        Delta = delta;
        RadiusX = kernel.Radius.X;
        RadiusZ = kernel.Radius.Z;
        // The row sums are unrolled for at least five taps; shorter profiles get zeros.
        RadiusY = Math.Max(2, kernel.Radius.Y);
        X = new float[(RadiusX + 1) * count];
        Z = new float[(RadiusZ + 1) * count];
        Y = new float[((2 * RadiusY) + 1) * count];
        for (int k = 0; k < count; k++)
        {
            SeparableTerm term = kernel.Terms[first + k];
            for (int d = 0; d <= RadiusX; d++)
            {
                X[(d * count) + k] = term.X[d];
            }

            for (int d = 0; d <= RadiusZ; d++)
            {
                Z[(d * count) + k] = term.Z[d];
            }

            for (int d = -kernel.Radius.Y; d <= kernel.Radius.Y; d++)
            {
                Y[(k * ((2 * RadiusY) + 1)) + RadiusY + d] = term.Y[Math.Abs(d)];
            }
        }
    }

    /// <summary>Number of terms, 1 to 6.</summary>
    internal int Terms { get; }

    /// <summary>Weight of the source itself; not zero in the first group only.</summary>
    internal float Delta { get; }

    internal int RadiusX { get; }

    internal int RadiusY { get; }

    internal int RadiusZ { get; }

    /// <summary>Half profiles along x, offset by offset, the terms of an offset side by side.</summary>
    internal float[] X { get; }

    /// <summary>Whole symmetric profiles along y, term by term.</summary>
    internal float[] Y { get; }

    /// <summary>Half profiles along z, offset by offset, the terms of an offset side by side.</summary>
    internal float[] Z { get; }

    /// <summary>The terms of a kernel in groups.</summary>
    internal static SeparableGroup[] Of(SeparableKernel kernel)
    {
        int count = kernel.Terms.Count;
        int groups = (count + MostTerms - 1) / MostTerms;
        return [.. Enumerable.Range(0, groups).Select(g =>
        {
            int first = (int)((long)count * g / groups);
            int end = (int)((long)count * (g + 1) / groups);
            return new SeparableGroup(kernel, first, end - first, g == 0 ? kernel.Delta : 0);
        })];
    }
}

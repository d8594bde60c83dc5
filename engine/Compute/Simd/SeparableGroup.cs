namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// Up to six terms of a separable kernel, those that reach furthest first, with their profiles laid out for the inner loops. Profiles that end in zeros are
/// taken as far as they go: along y each term by itself, along x and z the second half of the terms together.
/// </summary>
internal sealed class SeparableGroup
{
    private const int MostTerms = 6;

    private SeparableGroup(SeparableTerm[] terms, float delta)
    {
        int count = Terms = terms.Length;
        int wide = (count + 1) / 2;
        Delta = delta;
        RadiusX = terms.Max(term => Reach(term.X));
        RadiusZ = terms.Max(term => Reach(term.Z));
        NarrowX = terms.Skip(wide).Select(term => Reach(term.X)).DefaultIfEmpty(0).Max();
        NarrowZ = terms.Skip(wide).Select(term => Reach(term.Z)).DefaultIfEmpty(0).Max();
        ReachY = [.. terms.Select(term => Reach(term.Y))];
        RadiusY = ReachY.Max();
        X = new float[(RadiusX + 1) * count];
        Z = new float[(RadiusZ + 1) * count];
        Y = new float[(RadiusY + 1) * count];
        for (int k = 0; k < count; k++)
        {
            SeparableTerm term = terms[k];
            for (int d = 0; d <= RadiusX; d++)
            {
                X[(d * count) + k] = term.X[d];
            }

            for (int d = 0; d <= RadiusZ; d++)
            {
                Z[(d * count) + k] = term.Z[d];
            }

            for (int d = 0; d <= ReachY[k]; d++)
            {
                Y[(k * (RadiusY + 1)) + d] = term.Y[d];
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

    /// <summary>How far the second half of the terms goes along x and along z.</summary>
    internal int NarrowX { get; }

    internal int NarrowZ { get; }

    /// <summary>How far each term goes along y.</summary>
    internal int[] ReachY { get; }

    /// <summary>Half profiles along x, offset by offset, the terms of an offset side by side.</summary>
    internal float[] X { get; }

    /// <summary>Half profiles along y, term by term.</summary>
    internal float[] Y { get; }

    /// <summary>Half profiles along z, offset by offset, the terms of an offset side by side.</summary>
    internal float[] Z { get; }

    /// <summary>The terms of a kernel in groups.</summary>
    internal static SeparableGroup[] Of(SeparableKernel kernel)
    {
        SeparableTerm[] terms = [.. kernel.Terms.OrderByDescending(term => Reach(term.X) + Reach(term.Y) + Reach(term.Z))];
        int groups = (terms.Length + MostTerms - 1) / MostTerms;
        return [.. Enumerable.Range(0, groups).Select(g =>
        {
            int first = (int)((long)terms.Length * g / groups);
            int end = (int)((long)terms.Length * (g + 1) / groups);
            return new SeparableGroup(terms[first..end], g == 0 ? kernel.Delta : 0);
        })];
    }

    /// <summary>The last value of a half profile that is not zero.</summary>
    private static int Reach(float[] profile) => Math.Max(0, Array.FindLastIndex(profile, value => value != 0));
}

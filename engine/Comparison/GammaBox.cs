using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoxelDose.Engine.Comparison;

/// <summary>
/// A box within one cell of the evaluated grid with the dose at its corners. Coordinates are relative to the reference point, in units of the
/// distance to agreement; doses are relative to the reference dose, in units of the dose difference. In these units gamma is the distance
/// from the origin of space and dose. Vectors hold x, y, z and a fourth lane from 0 to 1 that nothing depends on.
/// </summary>
internal struct GammaBox
{
    private const int NewtonSteps = 4;
    private const int PolishSteps = 4;

    /// <summary>Signs of the corners of a face along x and y.</summary>
    private static readonly Vector256<double> SignX = Vector256.Create(-1.0, 1, -1, 1);

    private static readonly Vector256<double> SignY = Vector256.Create(-1.0, -1, 1, 1);

    /// <summary>The corner of least coordinates.</summary>
    internal Vector256<double> Start;

    /// <summary>Edges.</summary>
    internal Vector256<double> Size;

    /// <summary>Doses at the four corners of least z, x fastest.</summary>
    internal Vector256<double> Near;

    /// <summary>Doses at the four corners of greatest z.</summary>
    internal Vector256<double> Far;

    /// <summary>Square of a number that gamma cannot fall below within the box: distance to the box and dose gap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly double CoarseBound()
    {
        Vector256<double> zero = Vector256<double>.Zero;
        Vector256<double> gap = Vector256.Max(Start, zero) + Vector256.Min(Start + Size, zero);
        Vector256<double> low = Vector256.Min(Near, Far), high = Vector256.Max(Near, Far);
        Vector128<double> low2 = Vector128.Min(low.GetLower(), low.GetUpper()), high2 = Vector128.Max(high.GetLower(), high.GetUpper());
        double dose = Math.Max(Math.Min(low2[0], low2[1]), 0) + Math.Min(Math.Max(high2[0], high2[1]), 0);
        return Vector256.Sum(gap * gap) + (dose * dose);
    }

    /// <summary>
    /// Square of a sharper bound, and the square of gamma at a point of the box that is nearly its best. The dose is a plane plus a rest
    /// that is largest at a corner (both are multilinear), so gamma^2 is at least the minimum of x^2 + max(0, |r + g x| - rest)^2 over the box.
    /// </summary>
    /// <param name="enough">A bound from here on is not made sharper, and no point is looked for.</param>
    /// <param name="reached">Square of gamma at a point of the box; infinite where none was looked for.</param>
    internal readonly double FineBound(double enough, out double reached)
    {
        reached = double.PositiveInfinity;
        double coarse = CoarseBound();
        if (coarse >= enough)
        {
            return coarse;
        }

        // Half differences across the box along each axis: the plane's rise from the centre to a face.
        Vector256<double> both = Near + Far;
        double mean = 0.125 * Vector256.Sum(both);
        double hx = 0.125 * Vector256.Sum(both * SignX), hy = 0.125 * Vector256.Sum(both * SignY), hz = 0.125 * Vector256.Sum(Far - Near);
        Vector256<double> slope = (hx * SignX) + (hy * SignY);
        Vector256<double> rests = Vector256.Max(
            Vector256.Abs(Near - Vector256.Create(mean - hz) - slope), Vector256.Abs(Far - Vector256.Create(mean + hz) - slope));
        Vector128<double> rest2 = Vector128.Max(rests.GetLower(), rests.GetUpper());
        double rest = Math.Max(rest2[0], rest2[1]);
        Vector256<double> g = Vector256.Create(2 * hx, 2 * hy, 2 * hz, 0) / Size;
        Vector256<double> end = Start + Size;
        double r = mean - Vector256.Sum(g * (Start + (0.5 * Size)));

        // Lagrange dual of the convex problem within the box: for every lambda, sum of min over x of (x^2 + lambda g x), plus
        // lambda r - lambda^2 / 4 - rest |lambda|, is a lower bound; a few Newton steps find the best lambda, where the bound is exact.
        double lambda = 0;
        Vector256<double> x = Vector256.Min(Vector256.Max(Vector256<double>.Zero, Start), end);
        double u = r + Vector256.Sum(g * x);
        double dual = Vector256.Sum(x * x);
        if (Math.Abs(u) > rest)
        {
            double side = u > 0 ? 1 : -1;
            Vector256<double> steepness = g * g;
            for (int iteration = 0; iteration < NewtonSteps; iteration++)
            {
                Vector256<double> free = Vector256.GreaterThan(x, Start) & Vector256.LessThan(x, end);
                double next = lambda + (2 * (u - (0.5 * lambda) - (rest * side)) / (1 + Vector256.Sum(free & steepness)));
                lambda = next * side > 0 ? next : 0.5 * lambda;
                x = Vector256.Min(Vector256.Max(-0.5 * lambda * g, Start), end);
                u = r + Vector256.Sum(g * x);
                dual = Vector256.Sum(x * x) + (lambda * (u - (0.25 * lambda))) - (rest * Math.Abs(lambda));
                if (dual >= enough)
                {
                    return dual;
                }
            }
        }

        reached = Polish(x);
        return Math.Max(dual, coarse);
    }

    /// <summary>Square of gamma at the point of the box nearest to the reference point.</summary>
    internal readonly double AtNearest()
    {
        Vector256<double> x = Vector256.Min(Vector256.Max(Vector256<double>.Zero, Start), Start + Size);
        return Square(x, (x - Start) / Size, out _);
    }

    /// <summary>Square of gamma after a few steps from a point to the best of the dose's tangent plane there, within the box.</summary>
    private readonly double Polish(Vector256<double> x)
    {
        double best = double.PositiveInfinity;
        for (int step = 0; step < PolishSteps; step++)
        {
            Vector256<double> f = (x - Start) / Size;
            double square = Square(x, f, out double dose);
            if (!(square < best))
            {
                break;
            }

            best = square;
            Vector256<double> slice = Near + (f[2] * (Far - Near)), rise = Far - Near;
            double gx = ((1 - f[1]) * (slice[1] - slice[0])) + (f[1] * (slice[3] - slice[2]));
            double gy = ((1 - f[0]) * (slice[2] - slice[0])) + (f[0] * (slice[3] - slice[1]));
            double gz = ((1 - f[1]) * (rise[0] + (f[0] * (rise[1] - rise[0])))) + (f[1] * (rise[2] + (f[0] * (rise[3] - rise[2]))));
            Vector256<double> g = Vector256.Create(gx, gy, gz, 0) / Size;
            double scale = (dose - Vector256.Sum(g * x)) / (1 + Vector256.Sum(g * g));
            x = Vector256.Min(Vector256.Max(-scale * g, Start), Start + Size);
        }

        return best;
    }

    private readonly double Square(Vector256<double> x, Vector256<double> f, out double dose)
    {
        Vector256<double> slice = Near + (f[2] * (Far - Near));
        double low = slice[0] + (f[0] * (slice[1] - slice[0])), high = slice[2] + (f[0] * (slice[3] - slice[2]));
        dose = low + (f[1] * (high - low));
        return Vector256.Sum(x * x) + (dose * dose);
    }

    /// <summary>The two halves across the longest edge; doses at the cut are averages, since the dose is linear along an edge.</summary>
    internal readonly void Split(out GammaBox low, out GammaBox high)
    {
        low = this;
        high = this;
        double x = Size[0], y = Size[1], z = Size[2];
        if (x >= y && x >= z)
        {
            low.Size = high.Size = Size * Vector256.Create(0.5, 1, 1, 1);
            high.Start += Vector256.Create(0.5 * x, 0, 0, 0);
            low.Near = 0.5 * (Near + Vector256.Shuffle(Near, Vector256.Create(0L, 0, 2, 2)));
            low.Far = 0.5 * (Far + Vector256.Shuffle(Far, Vector256.Create(0L, 0, 2, 2)));
            high.Near = 0.5 * (Near + Vector256.Shuffle(Near, Vector256.Create(1L, 1, 3, 3)));
            high.Far = 0.5 * (Far + Vector256.Shuffle(Far, Vector256.Create(1L, 1, 3, 3)));
        }
        else if (y >= z)
        {
            low.Size = high.Size = Size * Vector256.Create(1, 0.5, 1, 1);
            high.Start += Vector256.Create(0, 0.5 * y, 0, 0);
            low.Near = 0.5 * (Near + Vector256.Shuffle(Near, Vector256.Create(0L, 1, 0, 1)));
            low.Far = 0.5 * (Far + Vector256.Shuffle(Far, Vector256.Create(0L, 1, 0, 1)));
            high.Near = 0.5 * (Near + Vector256.Shuffle(Near, Vector256.Create(2L, 3, 2, 3)));
            high.Far = 0.5 * (Far + Vector256.Shuffle(Far, Vector256.Create(2L, 3, 2, 3)));
        }
        else
        {
            low.Size = high.Size = Size * Vector256.Create(1, 1, 0.5, 1);
            high.Start += Vector256.Create(0, 0, 0.5 * z, 0);
            low.Far = high.Near = 0.5 * (Near + Far);
        }
    }
}

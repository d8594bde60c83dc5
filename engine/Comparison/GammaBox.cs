namespace VoxelDose.Engine.Comparison;

/// <summary>
/// A box within one cell of the evaluated grid with the dose at its corners. Coordinates are relative to the reference point, in units of the
/// distance to agreement; doses are relative to the reference dose, in units of the dose difference. In these units gamma is the distance
/// from the origin of space and dose.
/// </summary>
internal struct GammaBox
{
    private const int NewtonSteps = 4;

    internal double X0, Y0, Z0, SizeX, SizeY, SizeZ;

    /// <summary>Doses at the corners, x fastest.</summary>
    internal double V0, V1, V2, V3, V4, V5, V6, V7;

    /// <summary>Square of a number that gamma cannot fall below within the box: distance to the box and dose gap.</summary>
    internal readonly double CoarseBound()
    {
        double dx = Gap(X0, SizeX), dy = Gap(Y0, SizeY), dz = Gap(Z0, SizeZ);
        double low = Math.Min(Math.Min(Math.Min(V0, V1), Math.Min(V2, V3)), Math.Min(Math.Min(V4, V5), Math.Min(V6, V7)));
        double high = Math.Max(Math.Max(Math.Max(V0, V1), Math.Max(V2, V3)), Math.Max(Math.Max(V4, V5), Math.Max(V6, V7)));
        double dose = low > 0 ? low : high < 0 ? high : 0;
        return (dx * dx) + (dy * dy) + (dz * dz) + (dose * dose);
    }

    /// <summary>
    /// Square of a sharper bound, and the square of gamma at a point of the box that is nearly its best. The dose is a plane plus a rest
    /// that is largest at a corner (both are multilinear), so gamma^2 is at least the minimum of x^2 + max(0, |r + g x| - rest)^2 over the box.
    /// </summary>
    internal readonly double FineBound(out double reached)
    {
        double mean = 0.125 * (V0 + V1 + V2 + V3 + V4 + V5 + V6 + V7);

        // Half differences across the box along each axis: the plane's rise from the centre to a face.
        double hx = 0.125 * (V1 + V3 + V5 + V7 - V0 - V2 - V4 - V6);
        double hy = 0.125 * (V2 + V3 + V6 + V7 - V0 - V1 - V4 - V5);
        double hz = 0.125 * (V4 + V5 + V6 + V7 - V0 - V1 - V2 - V3);
        double rest = Math.Max(
            Math.Max(
                Math.Max(Math.Abs(V0 - mean + hx + hy + hz), Math.Abs(V1 - mean - hx + hy + hz)),
                Math.Max(Math.Abs(V2 - mean + hx - hy + hz), Math.Abs(V3 - mean - hx - hy + hz))),
            Math.Max(
                Math.Max(Math.Abs(V4 - mean + hx + hy - hz), Math.Abs(V5 - mean - hx + hy - hz)),
                Math.Max(Math.Abs(V6 - mean + hx - hy - hz), Math.Abs(V7 - mean - hx - hy - hz))));
        double gx = SizeX > 0 ? 2 * hx / SizeX : 0;
        double gy = SizeY > 0 ? 2 * hy / SizeY : 0;
        double gz = SizeZ > 0 ? 2 * hz / SizeZ : 0;
        double r = mean - (gx * (X0 + (0.5 * SizeX))) - (gy * (Y0 + (0.5 * SizeY))) - (gz * (Z0 + (0.5 * SizeZ)));

        // Lagrange dual of the convex problem within the box: for every lambda, sum of min over x of (x^2 + lambda g x), plus
        // lambda r - lambda^2 / 4 - rest |lambda|, is a lower bound; a few Newton steps find the best lambda, where the bound is exact.
        double lambda = 0;
        double x = Clamp(0, X0, SizeX), y = Clamp(0, Y0, SizeY), z = Clamp(0, Z0, SizeZ);
        double u = r + (gx * x) + (gy * y) + (gz * z);
        if (Math.Abs(u) > rest)
        {
            double side = u > 0 ? 1 : -1;
            for (int iteration = 0; iteration < NewtonSteps; iteration++)
            {
                double slope = 1 + (Free(x, X0, SizeX) * gx * gx) + (Free(y, Y0, SizeY) * gy * gy) + (Free(z, Z0, SizeZ) * gz * gz);
                double next = lambda + (2 * (u - (0.5 * lambda) - (rest * side)) / slope);
                lambda = next * side > 0 ? next : 0.5 * lambda;
                x = Clamp(-0.5 * lambda * gx, X0, SizeX);
                y = Clamp(-0.5 * lambda * gy, Y0, SizeY);
                z = Clamp(-0.5 * lambda * gz, Z0, SizeZ);
                u = r + (gx * x) + (gy * y) + (gz * z);
            }
        }

        reached = At(x, y, z);
        double dual = (x * x) + (y * y) + (z * z) + (lambda * (u - (0.25 * lambda))) - (rest * Math.Abs(lambda));
        return Math.Max(dual, CoarseBound());
    }

    /// <summary>Square of gamma at the point of the box nearest to the given one.</summary>
    internal readonly double At(double x, double y, double z)
    {
        double fx = Share(x, X0, SizeX), fy = Share(y, Y0, SizeY), fz = Share(z, Z0, SizeZ);
        double a = V0 + (fx * (V1 - V0)), b = V2 + (fx * (V3 - V2)), c = V4 + (fx * (V5 - V4)), d = V6 + (fx * (V7 - V6));
        double near = a + (fy * (b - a)), far = c + (fy * (d - c));
        double dose = near + (fz * (far - near));
        double px = X0 + (fx * SizeX), py = Y0 + (fy * SizeY), pz = Z0 + (fz * SizeZ);
        return (px * px) + (py * py) + (pz * pz) + (dose * dose);
    }

    /// <summary>The two halves across the longest edge; doses at the cut are averages, since the dose is linear along an edge.</summary>
    internal readonly void Split(out GammaBox low, out GammaBox high)
    {
        low = this;
        high = this;
        if (SizeX >= SizeY && SizeX >= SizeZ)
        {
            low.SizeX = high.SizeX = 0.5 * SizeX;
            high.X0 += low.SizeX;
            low.V1 = high.V0 = 0.5 * (V0 + V1);
            low.V3 = high.V2 = 0.5 * (V2 + V3);
            low.V5 = high.V4 = 0.5 * (V4 + V5);
            low.V7 = high.V6 = 0.5 * (V6 + V7);
        }
        else if (SizeY >= SizeZ)
        {
            low.SizeY = high.SizeY = 0.5 * SizeY;
            high.Y0 += low.SizeY;
            low.V2 = high.V0 = 0.5 * (V0 + V2);
            low.V3 = high.V1 = 0.5 * (V1 + V3);
            low.V6 = high.V4 = 0.5 * (V4 + V6);
            low.V7 = high.V5 = 0.5 * (V5 + V7);
        }
        else
        {
            low.SizeZ = high.SizeZ = 0.5 * SizeZ;
            high.Z0 += low.SizeZ;
            low.V4 = high.V0 = 0.5 * (V0 + V4);
            low.V5 = high.V1 = 0.5 * (V1 + V5);
            low.V6 = high.V2 = 0.5 * (V2 + V6);
            low.V7 = high.V3 = 0.5 * (V3 + V7);
        }
    }

    private static double Clamp(double at, double start, double size) => at < start ? start : at > start + size ? start + size : at;

    private static int Free(double at, double start, double size) => at > start && at < start + size ? 1 : 0;

    private static double Gap(double start, double size) => start > 0 ? start : start + size < 0 ? start + size : 0;

    private static double Share(double at, double start, double size) => size > 0 ? Math.Clamp((at - start) / size, 0, 1) : 0;
}

using ILGPU;

namespace VoxelDose.Kernels.Comparison;

/// <summary>
/// A box within one cell of the evaluated grid with the dose at its corners, x fastest. Coordinates are relative to the reference point, in
/// units of the distance to agreement; doses are relative to the reference dose, in units of the dose difference.
/// </summary>
internal struct GammaBox
{
    private const int NewtonSteps = 4;
    private const int PolishSteps = 3;

    /// <summary>Relative rounding of what is made of float32 doses, some ten operations of 6e-8 each: bounds give way by it, or they would drop boxes that hold the minimum.</summary>
    private const float Rounding = 1e-6f;

    internal float X0, Y0, Z0, SizeX, SizeY, SizeZ;
    internal float V0, V1, V2, V3, V4, V5, V6, V7;

    /// <summary>Square of a number that gamma cannot fall below within the box: distance to the box and dose gap.</summary>
    internal static float Coarse(GammaBox b)
    {
        float dx = Gap(b.X0, b.SizeX), dy = Gap(b.Y0, b.SizeY), dz = Gap(b.Z0, b.SizeZ);
        float low = IntrinsicMath.Min(
            IntrinsicMath.Min(IntrinsicMath.Min(b.V0, b.V1), IntrinsicMath.Min(b.V2, b.V3)),
            IntrinsicMath.Min(IntrinsicMath.Min(b.V4, b.V5), IntrinsicMath.Min(b.V6, b.V7)));
        float high = IntrinsicMath.Max(
            IntrinsicMath.Max(IntrinsicMath.Max(b.V0, b.V1), IntrinsicMath.Max(b.V2, b.V3)),
            IntrinsicMath.Max(IntrinsicMath.Max(b.V4, b.V5), IntrinsicMath.Max(b.V6, b.V7)));
        float slack = Rounding * IntrinsicMath.Max(Size(low), Size(high));
        float dose = low > slack ? low - slack : high < -slack ? high + slack : 0;
        return (dx * dx) + (dy * dy) + (dz * dz) + (dose * dose);
    }

    /// <summary>
    /// The dose is a plane plus a rest that is largest at a corner, so gamma^2 is at least the minimum of x^2 + max(0, |r + g x| - rest)^2
    /// over the box: a convex problem with a one-dimensional dual, for which a few Newton steps do (as on the host, in double).
    /// </summary>
    internal static GammaBound Fine(GammaBox b)
    {
        float mean = 0.125f * (b.V0 + b.V1 + b.V2 + b.V3 + b.V4 + b.V5 + b.V6 + b.V7);
        float hx = 0.125f * (b.V1 + b.V3 + b.V5 + b.V7 - b.V0 - b.V2 - b.V4 - b.V6);
        float hy = 0.125f * (b.V2 + b.V3 + b.V6 + b.V7 - b.V0 - b.V1 - b.V4 - b.V5);
        float hz = 0.125f * (b.V4 + b.V5 + b.V6 + b.V7 - b.V0 - b.V1 - b.V2 - b.V3);
        float rest = IntrinsicMath.Max(
            IntrinsicMath.Max(
                IntrinsicMath.Max(Size(b.V0 - mean + hx + hy + hz), Size(b.V1 - mean - hx + hy + hz)),
                IntrinsicMath.Max(Size(b.V2 - mean + hx - hy + hz), Size(b.V3 - mean - hx - hy + hz))),
            IntrinsicMath.Max(
                IntrinsicMath.Max(Size(b.V4 - mean + hx + hy - hz), Size(b.V5 - mean - hx + hy - hz)),
                IntrinsicMath.Max(Size(b.V6 - mean + hx - hy - hz), Size(b.V7 - mean - hx - hy - hz))));
        float gx = 2 * hx / b.SizeX, gy = 2 * hy / b.SizeY, gz = 2 * hz / b.SizeZ;
        float r = mean - (gx * (b.X0 + (0.5f * b.SizeX))) - (gy * (b.Y0 + (0.5f * b.SizeY))) - (gz * (b.Z0 + (0.5f * b.SizeZ)));
        float lambda = 0;
        float x = Clamp(0, b.X0, b.SizeX), y = Clamp(0, b.Y0, b.SizeY), z = Clamp(0, b.Z0, b.SizeZ);
        float u = r + (gx * x) + (gy * y) + (gz * z);
        if (Size(u) > rest)
        {
            float side = u > 0 ? 1 : -1;
            for (int iteration = 0; iteration < NewtonSteps; iteration++)
            {
                float slope = 1 + (Free(x, b.X0, b.SizeX) * gx * gx) + (Free(y, b.Y0, b.SizeY) * gy * gy) + (Free(z, b.Z0, b.SizeZ) * gz * gz);
                float next = lambda + (2 * (u - (0.5f * lambda) - (rest * side)) / slope);
                lambda = next * side > 0 ? next : 0.5f * lambda;
                x = Clamp(-0.5f * lambda * gx, b.X0, b.SizeX);
                y = Clamp(-0.5f * lambda * gy, b.Y0, b.SizeY);
                z = Clamp(-0.5f * lambda * gz, b.Z0, b.SizeZ);
                u = r + (gx * x) + (gy * y) + (gz * z);
            }
        }

        float largest = IntrinsicMath.Max(
            IntrinsicMath.Max(IntrinsicMath.Max(Size(b.V0), Size(b.V1)), IntrinsicMath.Max(Size(b.V2), Size(b.V3))),
            IntrinsicMath.Max(IntrinsicMath.Max(Size(b.V4), Size(b.V5)), IntrinsicMath.Max(Size(b.V6), Size(b.V7))));
        float dual = (x * x) + (y * y) + (z * z) + (lambda * (u - (0.25f * lambda))) - ((rest + (Rounding * largest)) * Size(lambda));
        return new() { Least = IntrinsicMath.Max(dual, Coarse(b)), Reached = Polish(b, x, y, z), X = x, Y = y, Z = z };
    }

    /// <summary>The part of a cell that is left after halving it: the given one of 2^level parts along each axis.</summary>
    internal static GammaBox Part(GammaBox cell, int ix, int iy, int iz, int levelX, int levelY, int levelZ)
    {
        float stepX = 1f / (1 << levelX), stepY = 1f / (1 << levelY), stepZ = 1f / (1 << levelZ);
        float x0 = ix * stepX, y0 = iy * stepY, z0 = iz * stepZ;
        float x1 = x0 + stepX, y1 = y0 + stepY, z1 = z0 + stepZ;
        float a0 = Mix(cell.V0, cell.V1, x0), a1 = Mix(cell.V0, cell.V1, x1);
        float b0 = Mix(cell.V2, cell.V3, x0), b1 = Mix(cell.V2, cell.V3, x1);
        float c0 = Mix(cell.V4, cell.V5, x0), c1 = Mix(cell.V4, cell.V5, x1);
        float d0 = Mix(cell.V6, cell.V7, x0), d1 = Mix(cell.V6, cell.V7, x1);
        float e0 = Mix(a0, b0, y0), e1 = Mix(a1, b1, y0), e2 = Mix(a0, b0, y1), e3 = Mix(a1, b1, y1);
        float f0 = Mix(c0, d0, y0), f1 = Mix(c1, d1, y0), f2 = Mix(c0, d0, y1), f3 = Mix(c1, d1, y1);
        return new()
        {
            X0 = cell.X0 + (x0 * cell.SizeX),
            Y0 = cell.Y0 + (y0 * cell.SizeY),
            Z0 = cell.Z0 + (z0 * cell.SizeZ),
            SizeX = cell.SizeX * stepX,
            SizeY = cell.SizeY * stepY,
            SizeZ = cell.SizeZ * stepZ,
            V0 = Mix(e0, f0, z0),
            V1 = Mix(e1, f1, z0),
            V2 = Mix(e2, f2, z0),
            V3 = Mix(e3, f3, z0),
            V4 = Mix(e0, f0, z1),
            V5 = Mix(e1, f1, z1),
            V6 = Mix(e2, f2, z1),
            V7 = Mix(e3, f3, z1),
        };
    }

    /// <summary>Square of gamma after a few steps from a point to the best of the dose's tangent plane there, within the box.</summary>
    private static float Polish(GammaBox b, float x, float y, float z)
    {
        float best = float.MaxValue;
        for (int step = 0; step < PolishSteps; step++)
        {
            float fx = (x - b.X0) / b.SizeX, fy = (y - b.Y0) / b.SizeY, fz = (z - b.Z0) / b.SizeZ;
            float a0 = Mix(b.V0, b.V1, fx), a1 = Mix(b.V2, b.V3, fx), a2 = Mix(b.V4, b.V5, fx), a3 = Mix(b.V6, b.V7, fx);
            float near = Mix(a0, a1, fy), far = Mix(a2, a3, fy);
            float dose = Mix(near, far, fz);
            best = IntrinsicMath.Min(best, (x * x) + (y * y) + (z * z) + (dose * dose));
            float gx = Mix(Mix(b.V1 - b.V0, b.V3 - b.V2, fy), Mix(b.V5 - b.V4, b.V7 - b.V6, fy), fz) / b.SizeX;
            float gy = Mix(a1 - a0, a3 - a2, fz) / b.SizeY;
            float gz = (far - near) / b.SizeZ;
            float scale = (dose - (gx * x) - (gy * y) - (gz * z)) / (1 + (gx * gx) + (gy * gy) + (gz * gz));
            x = Clamp(-scale * gx, b.X0, b.SizeX);
            y = Clamp(-scale * gy, b.Y0, b.SizeY);
            z = Clamp(-scale * gz, b.Z0, b.SizeZ);
        }

        return best;
    }

    private static float Clamp(float at, float start, float size) => at < start ? start : at > start + size ? start + size : at;

    private static float Free(float at, float start, float size) => at > start && at < start + size ? 1 : 0;

    private static float Gap(float start, float size) => start > 0 ? start : start + size < 0 ? start + size : 0;

    private static float Mix(float a, float b, float share) => a + (share * (b - a));

    private static float Size(float value) => IntrinsicMath.Abs(value);
}

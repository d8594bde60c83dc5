using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Structures;

/// <summary>
/// Euclidean distances of voxel centres from the surface of a region, exact in voxel centres (Felzenszwalb and Huttenlocher 2012,
/// DOI 10.4086/toc.2012.v008a019), with the surface half a mean voxel width outside the last covered centre. Axes count as orthogonal.
/// </summary>
internal static class DistanceField
{
    /// <summary>Distances, mm, in a box of the region's grid: negative inside, positive outside, infinite for an empty region.</summary>
    /// <param name="region">Voxels at least half covered count as inside.</param>
    /// <param name="box">Where distances are wanted; inner ones are right as far as the box shows what lies outside.</param>
    internal static float[] SignedMm(CoverageField region, IndexBox box)
    {
        CoverageField within = region.Within(box);
        Vec3 spacing = region.Grid.SpacingMm;
        float halfMm = SurfaceMm(region.Grid);
        float[] outside = SquaredMm(within, inside: true, spacing);
        float[] inside = SquaredMm(within, inside: false, spacing);
        for (int n = 0; n < outside.Length; n++)
        {
            outside[n] = within.Values[n] >= 0.5f ? halfMm - MathF.Sqrt(inside[n]) : MathF.Sqrt(outside[n]) - halfMm;
        }

        return outside;
    }

    /// <summary>
    /// Distances outside a region, mm, in a box of its grid; at or below half a voxel's width inside it, whatever the depth. Right up to
    /// the distance by which the box shows what of the region is near; infinite where it shows none.
    /// </summary>
    internal static float[] OutsideMm(CoverageField region, IndexBox box)
    {
        float halfMm = SurfaceMm(region.Grid);
        float[] outside = SquaredMm(region.Within(box), inside: true, region.Grid.SpacingMm);
        int plane = box.SizeX * box.SizeY;
        Parallel.For(0, box.SizeZ, z =>
        {
            foreach (ref float value in outside.AsSpan(z * plane, plane))
            {
                value = MathF.Sqrt(value) - halfMm;
            }
        });
        return outside;
    }

    /// <summary>How far the surface lies outside the last covered centre, mm.</summary>
    internal static float SurfaceMm(VoxelGrid grid) => (float)(Math.Cbrt(grid.SpacingMm.X * grid.SpacingMm.Y * grid.SpacingMm.Z) / 2);

    /// <summary>Voxels to add on each side so that a box reaches a distance, mm, and one voxel more.</summary>
    internal static IndexBox Grow(IndexBox box, VoxelGrid grid, double distanceMm) => box.Grow(
        (int)Math.Ceiling(distanceMm / grid.SpacingMm.X) + 1,
        (int)Math.Ceiling(distanceMm / grid.SpacingMm.Y) + 1,
        (int)Math.Ceiling(distanceMm / grid.SpacingMm.Z) + 1);

    /// <summary>Squared distance of every voxel from the nearest one inside (or outside), mm2.</summary>
    private static float[] SquaredMm(CoverageField field, bool inside, Vec3 spacing)
    {
        IndexBox box = field.Box;
        float[] squared = Array.ConvertAll(field.Values, coverage => coverage >= 0.5f == inside ? 0 : float.PositiveInfinity);
        int plane = box.SizeX * box.SizeY;
        Lines(squared, box.SizeY * box.SizeZ, line => line * box.SizeX, box.SizeX, 1, spacing.X);
        Lines(squared, box.SizeX * box.SizeZ, line => (line % box.SizeX) + (line / box.SizeX * plane), box.SizeY, box.SizeX, spacing.Y);
        Lines(squared, plane, line => line, box.SizeZ, plane, spacing.Z);
        return squared;
    }

    private static void Lines(float[] squared, int lines, Func<int, int> startOf, int length, int stride, double spacing) =>
        Parallel.For(0, lines, () => new Envelope(length), (line, _, envelope) =>
        {
            envelope.Transform(squared, startOf(line), stride, spacing);
            return envelope;
        }, _ => { });

    /// <summary>Lower envelope of parabolas rooted at the samples of one line.</summary>
    private sealed class Envelope(int length)
    {
        private readonly int[] _roots = new int[length];
        private readonly double[] _from = new double[length + 1];
        private readonly double[] _heights = new double[length];

        internal void Transform(float[] squared, int start, int stride, double spacing)
        {
            double perSpacing2 = 1 / (spacing * spacing);
            int last = -1;
            for (int q = 0; q < length; q++)
            {
                double height = squared[start + (q * stride)] * perSpacing2;
                if (double.IsPositiveInfinity(height))
                {
                    continue;
                }

                double crossing = double.NegativeInfinity;
                while (last >= 0 && (crossing = Crossing(last, q, height)) <= _from[last])
                {
                    last--;
                }

                last++;
                (_roots[last], _heights[last], _from[last]) = (q, height, last == 0 ? double.NegativeInfinity : crossing);
                _from[last + 1] = double.PositiveInfinity;
            }

            if (last < 0)
            {
                return;
            }

            for (int q = 0, k = 0; q < length; q++)
            {
                while (_from[k + 1] < q)
                {
                    k++;
                }

                double steps = q - _roots[k];
                squared[start + (q * stride)] = (float)(((steps * steps) + _heights[k]) * spacing * spacing);
            }
        }

        /// <summary>Where the parabola of a new root begins to lie below that of an earlier one.</summary>
        private double Crossing(int earlier, int root, double height)
        {
            double r = _roots[earlier];
            return (height + ((double)root * root) - _heights[earlier] - (r * r)) / (2 * (root - r));
        }
    }
}

using System.Runtime.CompilerServices;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Uncertainty;

/// <summary>
/// Dose on the surface of a structure: the mean over the faces between covered and uncovered voxels, weighted by their area. Relative to
/// the mean dose it tells how the mean follows a shift of the surface.
/// </summary>
internal static class BoundaryDose
{
    /// <summary>Mean dose on the surface for each volume, Gy; null where no face lies in the image.</summary>
    internal static IReadOnlyList<double?> MeanGy(Structure structure, VoxelGrid image, IReadOnlyList<float[]> dosesGy)
    {
        // A voxel more on each side, so that every covered one has neighbours.
        CoverageField field = CoverageField.WithMargin(structure, 1);
        Vec3 s = structure.Grid.SpacingMm;
        var faces = new Faces(
            field, dosesGy, image.PointToIndex.After(structure.Grid.IndexToPoint), new(image.Size), [s.Y * s.Z, s.X * s.Z, s.X * s.Y]);
        int slices = Math.Max(0, field.Box.SizeZ - 2);
        double[][] sums = [.. Enumerable.Range(0, slices).Select(_ => new double[dosesGy.Count + 1])];
        Parallel.For(0, slices, slice => AddSlice(faces, slice + 1, sums[slice]));
        double area = sums.Sum(sum => sum[^1]);
        return [.. dosesGy.Select((_, n) => area > 0 ? sums.Sum(sum => sum[n]) / area : (double?)null)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSlice(Faces faces, int slice, double[] sum)
    {
        IndexBox box = faces.Field.Box;
        float[] coverage = faces.Field.Values;
        ReadOnlySpan<int> strides = [1, box.SizeX, box.SizeX * box.SizeY];
        for (int y = 1; y < box.SizeY - 1; y++)
        {
            int row = (slice * strides[2]) + (y * strides[1]);
            for (int x = 1; x < box.SizeX - 1; x++)
            {
                int at = row + x;
                if (coverage[at] < 0.5f)
                {
                    continue;
                }

                for (int axis = 0; axis < 3; axis++)
                {
                    for (int side = -1; side <= 1; side += 2)
                    {
                        if (coverage[at + (side * strides[axis])] < 0.5f)
                        {
                            faces.Add(new(box.X + x, box.Y + y, box.Z + slice), axis, side, sum);
                        }
                    }
                }
            }
        }
    }

    private sealed record Faces(CoverageField Field, IReadOnlyList<float[]> DosesGy, AffineTransform ToImage, ImageLattice Lattice, double[] AreasMm2)
    {
        private static readonly Vec3[] Normals = [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];

        internal void Add(Vec3 voxel, int axis, int side, double[] sum)
        {
            Vec3 step = side * Normals[axis];
            if (!Lattice.TryLocate(ToImage.Apply(voxel + (0.5 * step)), out LatticePoint face))
            {
                return;
            }

            for (int n = 0; n < DosesGy.Count; n++)
            {
                sum[n] += AreasMm2[axis] * face.Of(DosesGy[n]);
            }

            sum[^1] += AreasMm2[axis];
        }
    }
}

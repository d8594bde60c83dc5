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
        var field = CoverageField.Of(structure);
        Vec3 s = structure.Grid.SpacingMm;
        Vec3[] normals = [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];
        double[] areas = [s.Y * s.Z, s.X * s.Z, s.X * s.Y];
        AffineTransform toImage = image.PointToIndex.After(structure.Grid.IndexToPoint);
        var lattice = new ImageLattice(image.Size);
        int slices = field.Box.SizeZ;
        double[][] sums = [.. Enumerable.Range(0, slices).Select(_ => new double[dosesGy.Count + 1])];
        Parallel.For(0, slices, slice =>
        {
            IndexBox box = field.Box;
            int z = box.Z + slice;
            for (int y = box.Y; y < box.Y + box.SizeY; y++)
            {
                for (int x = box.X; x < box.X + box.SizeX; x++)
                {
                    if (field.At(x, y, z) >= 0.5f)
                    {
                        AddFaces(x, y, z, sums[slice]);
                    }
                }
            }
        });

        double area = sums.Sum(sum => sum[^1]);
        return [.. dosesGy.Select((_, n) => area > 0 ? sums.Sum(sum => sum[n]) / area : (double?)null)];

        void AddFaces(int x, int y, int z, double[] sum)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                for (int side = -1; side <= 1; side += 2)
                {
                    Vec3 step = side * normals[axis];
                    if (field.At(x + (int)step.X, y + (int)step.Y, z + (int)step.Z) < 0.5f &&
                        lattice.TryLocate(toImage.Apply(new Vec3(x, y, z) + (0.5 * step)), out LatticePoint face))
                    {
                        for (int n = 0; n < dosesGy.Count; n++)
                        {
                            sum[n] += areas[axis] * face.Of(dosesGy[n]);
                        }

                        sum[^1] += areas[axis];
                    }
                }
            }
        }
    }
}

using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>Lays volumes and structures on the pictures' grid. For the eye only: no number of the report comes from here.</summary>
internal static class PictureSampler
{
    /// <summary>Trilinear values; <paramref name="outside"/> beyond the image's outer half voxel.</summary>
    internal static float[] Sample(Volume volume, VoxelGrid pictures, float outside)
    {
        Size3 size = pictures.Size;
        var result = new float[size.Count];
        AffineTransform toIndex = volume.Grid.PointToIndex.After(pictures.IndexToPoint);
        if (AlignedAxes.Maps(toIndex))
        {
            AlignedAxes.Sample(volume, toIndex, size, outside, result);
            return result;
        }

        Parallel.For(0, size.Z, z =>
        {
            for (int y = 0; y < size.Y; y++)
            {
                Vec3 index = toIndex.Apply(new(0, y, z));
                int row = size.X * (y + (size.Y * z));
                for (int x = 0; x < size.X; x++, index += toIndex.Matrix.ColumnX)
                {
                    result[row + x] = At(volume, index, outside);
                }
            }
        });
        return result;
    }

    /// <summary>Share of each picture voxel inside the structure, in sixteenths, from a regular grid of points in it.</summary>
    internal static byte[] Sample(Structure structure, VoxelGrid pictures)
    {
        var result = new byte[pictures.Size.Count];
        if (StructureExtent.Of(structure) is not { } extent)
        {
            return result;
        }

        (byte[] dense, Size3 box) = Dense(structure, extent);
        AffineTransform toBox = new AffineTransform(Mat3.Identity, new(-extent.First[0], -extent.First[1], -extent.First[2]))
            .After(structure.Grid.PointToIndex.After(pictures.IndexToPoint));
        int[] parts = PartsOfVoxel(pictures, structure.Grid);
        (int[] first, int[] last) = Range(pictures, extent.CornersMm(structure.Grid));
        if (AlignedAxes.Maps(toBox))
        {
            AlignedAxes.Count(dense, box, toBox, pictures.Size, first, last, parts, result);
            return result;
        }

        Vec3[] offsets = [.. PointsInVoxel(parts).Select(p => toBox.Matrix * p)];
        Parallel.For(first[2], last[2] + 1, z =>
        {
            for (int y = first[1]; y <= last[1]; y++)
            {
                for (int x = first[0]; x <= last[0]; x++)
                {
                    Vec3 centre = toBox.Apply(new(x, y, z));
                    int sum = 0;
                    foreach (Vec3 offset in offsets)
                    {
                        sum += Nearest(dense, box, centre + offset);
                    }

                    result[x + (pictures.Size.X * (y + (pictures.Size.Y * z)))] = (byte)((sum + (offsets.Length / 2)) / offsets.Length);
                }
            }
        });
        return result;
    }

    private static float At(Volume volume, Vec3 index, float outside)
    {
        Size3 size = volume.Grid.Size;
        if (!(index.X >= -0.5 && index.Y >= -0.5 && index.Z >= -0.5 &&
            index.X <= size.X - 0.5 && index.Y <= size.Y - 0.5 && index.Z <= size.Z - 0.5))
        {
            return outside;
        }

        (int x0, int x1, float fx) = Split(index.X, size.X);
        (int y0, int y1, float fy) = Split(index.Y, size.Y);
        (int z0, int z1, float fz) = Split(index.Z, size.Z);
        float[] v = volume.Values;
        int plane = size.X * size.Y;
        float low = Plane(v, (plane * z0) + (size.X * y0), (plane * z0) + (size.X * y1), x0, x1, fx, fy);
        float high = Plane(v, (plane * z1) + (size.X * y0), (plane * z1) + (size.X * y1), x0, x1, fx, fy);
        return low + (fz * (high - low));
    }

    /// <summary>The value between four neighbours in a slice.</summary>
    internal static float Plane(float[] v, int row0, int row1, int x0, int x1, float fx, float fy)
    {
        float a = v[row0 + x0] + (fx * (v[row0 + x1] - v[row0 + x0]));
        float b = v[row1 + x0] + (fx * (v[row1 + x1] - v[row1 + x0]));
        return a + (fy * (b - a));
    }

    /// <summary>Neighbours of a position on an axis, and how far it lies from the lower one.</summary>
    internal static (int Low, int High, float Fraction) Split(double index, int size)
    {
        double inside = Math.Clamp(index, 0, size - 1);
        int low = (int)inside;
        return (low, Math.Min(low + 1, size - 1), (float)(inside - low));
    }

    private static int Nearest(byte[] dense, Size3 box, Vec3 index)
    {
        double x = Math.Floor(index.X + 0.5);
        double y = Math.Floor(index.Y + 0.5);
        double z = Math.Floor(index.Z + 0.5);
        return x >= 0 && y >= 0 && z >= 0 && x < box.X && y < box.Y && z < box.Z
            ? dense[(int)x + (box.X * ((int)y + (box.Y * (int)z)))]
            : 0;
    }

    private static (byte[] Dense, Size3 Box) Dense(Structure structure, StructureExtent extent)
    {
        Size3 grid = structure.Grid.Size;
        Size3 box = new(extent.Last[0] - extent.First[0] + 1, extent.Last[1] - extent.First[1] + 1, extent.Last[2] - extent.First[2] + 1);
        var dense = new byte[box.Count];
        foreach (CoverageRun run in structure.Runs)
        {
            int row = run.Start / grid.X;
            int start = (run.Start % grid.X) - extent.First[0] +
                (box.X * ((row % grid.Y) - extent.First[1] + (box.Y * ((row / grid.Y) - extent.First[2]))));
            dense.AsSpan(start, run.Length).Fill((byte)Math.Max(1, Math.Round(16 * run.Coverage)));
        }

        return (dense, box);
    }

    private static int[] PartsOfVoxel(VoxelGrid pictures, VoxelGrid own) =>
        [.. Enumerable.Range(0, 3).Select(axis => Math.Clamp((int)Math.Ceiling(pictures.SpacingMm[axis] / own.SpacingMm[axis]), 2, 3))];

    private static IEnumerable<Vec3> PointsInVoxel(int[] n) =>
        from z in Enumerable.Range(0, n[2])
        from y in Enumerable.Range(0, n[1])
        from x in Enumerable.Range(0, n[0])
        select new Vec3(PartCentre(x, n[0]), PartCentre(y, n[1]), PartCentre(z, n[2]));

    /// <summary>Centre of a part of a voxel, in voxels from the voxel's own.</summary>
    internal static double PartCentre(int part, int parts) => ((part + 0.5) / parts) - 0.5;

    private static (int[] First, int[] Last) Range(VoxelGrid pictures, IEnumerable<Vec3> cornersMm)
    {
        Vec3[] corners = [.. cornersMm.Select(pictures.PointToIndex.Apply)];
        int[] first = new int[3];
        int[] last = new int[3];
        for (int axis = 0; axis < 3; axis++)
        {
            first[axis] = (int)Math.Clamp(Math.Floor(corners.Min(c => c[axis])), 0, pictures.Size[axis]);
            last[axis] = (int)Math.Clamp(Math.Ceiling(corners.Max(c => c[axis])), -1, pictures.Size[axis] - 1);
        }

        return (first, last);
    }
}

using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>Where a structure's voxels lie on its own grid.</summary>
internal sealed record StructureExtent(int[] First, int[] Last, Vec3 CentreMm)
{
    /// <summary>The extent; null for a structure without voxels.</summary>
    internal static StructureExtent? Of(Structure structure)
    {
        if (structure.Runs.Count == 0)
        {
            return null;
        }

        Size3 size = structure.Grid.Size;
        int[] first = [int.MaxValue, int.MaxValue, int.MaxValue];
        int[] last = [-1, -1, -1];
        Vec3 sum = default;
        double weight = 0;
        foreach (CoverageRun run in structure.Runs)
        {
            (int x, int y, int z) = Place(run, size);
            Grow(first, last, x, y, z);
            Grow(first, last, x + run.Length - 1, y, z);
            double w = run.Length * (double)run.Coverage;
            sum += w * new Vec3(x + ((run.Length - 1) / 2.0), y, z);
            weight += w;
        }

        return new(first, last, structure.Grid.IndexToPoint.Apply(NearestInside(structure, (1 / weight) * sum)));
    }

    /// <summary>The eight corners of the bounding box, half a voxel beyond the centres, LPS mm.</summary>
    internal IEnumerable<Vec3> CornersMm(VoxelGrid grid)
    {
        for (int corner = 0; corner < 8; corner++)
        {
            yield return grid.IndexToPoint.Apply(new(
                (corner & 1) == 0 ? First[0] - 0.5 : Last[0] + 0.5,
                (corner & 2) == 0 ? First[1] - 0.5 : Last[1] + 0.5,
                (corner & 4) == 0 ? First[2] - 0.5 : Last[2] + 0.5));
        }
    }

    // The centroid of a crescent lies beside it; the slice to show is one that cuts it.
    private static Vec3 NearestInside(Structure structure, Vec3 centroid)
    {
        Vec3 best = centroid;
        double bestSquare = double.PositiveInfinity;
        foreach (CoverageRun run in structure.Runs)
        {
            (int x, int y, int z) = Place(run, structure.Grid.Size);
            Vec3 candidate = new(Math.Clamp(Math.Round(centroid.X), x, x + run.Length - 1), y, z);
            Vec3 d = candidate - centroid;
            double square = Vec3.Dot(d, d);
            if (square < bestSquare)
            {
                (best, bestSquare) = (candidate, square);
            }
        }

        return best;
    }

    private static (int X, int Y, int Z) Place(CoverageRun run, Size3 size)
    {
        int row = run.Start / size.X;
        return (run.Start % size.X, row % size.Y, row / size.Y);
    }

    private static void Grow(int[] first, int[] last, params ReadOnlySpan<int> voxel)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            first[axis] = Math.Min(first[axis], voxel[axis]);
            last[axis] = Math.Max(last[axis], voxel[axis]);
        }
    }
}

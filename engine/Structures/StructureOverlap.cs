using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Structures;

/// <summary>Common volume of two structures.</summary>
internal static class StructureOverlap
{
    /// <summary>
    /// Common volume, mL: on one grid the smaller coverage of each voxel, else the voxels of the finer grid whose centre lies in both.
    /// </summary>
    internal static double VolumeMl(Structure a, Structure b)
    {
        if (a.Runs.Count == 0 || b.Runs.Count == 0)
        {
            return 0;
        }

        return a.Grid.IsSameAs(b.Grid) ? OnOneGrid(a, b) : a.Grid.VoxelVolumeMl <= b.Grid.VoxelVolumeMl ? OnFiner(a, b) : OnFiner(b, a);
    }

    private static double OnOneGrid(Structure a, Structure b)
    {
        double voxels = 0;
        for (int i = 0, j = 0; i < a.Runs.Count && j < b.Runs.Count;)
        {
            CoverageRun first = a.Runs[i];
            CoverageRun second = b.Runs[j];
            int end = Math.Min(first.Start + first.Length, second.Start + second.Length);
            int common = end - Math.Max(first.Start, second.Start);
            voxels += Math.Max(0, common) * (double)Math.Min(first.Coverage, second.Coverage);
            i += first.Start + first.Length == end ? 1 : 0;
            j += second.Start + second.Length == end ? 1 : 0;
        }

        return voxels * a.Grid.VoxelVolumeMl;
    }

    private static double OnFiner(Structure fine, Structure coarse)
    {
        IndexBox reach = IndexBox.Of(coarse).Through(fine.Grid.PointToIndex.After(coarse.Grid.IndexToPoint));
        if (reach.Intersect(IndexBox.Of(fine)).IsEmpty)
        {
            return 0;
        }

        var field = CoverageField.Of(coarse);
        AffineTransform toCoarse = coarse.Grid.PointToIndex.After(fine.Grid.IndexToPoint);
        Size3 size = fine.Grid.Size;
        double voxels = 0;
        foreach (CoverageRun run in fine.Runs)
        {
            int row = run.Start / size.X;
            int x = run.Start - (row * size.X);
            for (int n = 0; n < run.Length; n++)
            {
                voxels += field.Contains(toCoarse.Apply(new(x + n, row % size.Y, row / size.Y))) ? run.Coverage : 0;
            }
        }

        return voxels * fine.Grid.VoxelVolumeMl;
    }
}

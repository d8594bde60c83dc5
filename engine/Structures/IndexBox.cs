using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Structures;

/// <summary>A box of voxels: first index and number on each axis; may be empty, and may reach outside a grid.</summary>
internal readonly record struct IndexBox(int X, int Y, int Z, int SizeX, int SizeY, int SizeZ)
{
    internal bool IsEmpty => SizeX <= 0 || SizeY <= 0 || SizeZ <= 0;

    internal long Count => IsEmpty ? 0 : (long)SizeX * SizeY * SizeZ;

    /// <summary>The smallest box that holds all covered voxels.</summary>
    internal static IndexBox Of(Structure structure)
    {
        Size3 size = structure.Grid.Size;
        (int x0, int y0, int z0) = (int.MaxValue, int.MaxValue, int.MaxValue);
        (int x1, int y1, int z1) = (-1, -1, -1);
        foreach (CoverageRun run in structure.Runs)
        {
            int row = run.Start / size.X;
            int x = run.Start - (row * size.X);
            (int y, int z) = (row % size.Y, row / size.Y);
            (x0, y0, z0) = (Math.Min(x0, x), Math.Min(y0, y), Math.Min(z0, z));
            (x1, y1, z1) = (Math.Max(x1, x + run.Length - 1), Math.Max(y1, y), Math.Max(z1, z));
        }

        return x1 < 0 ? default : FromCorners(x0, y0, z0, x1, y1, z1);
    }

    internal static IndexBox FromCorners(int x0, int y0, int z0, int x1, int y1, int z1) =>
        new(x0, y0, z0, x1 - x0 + 1, y1 - y0 + 1, z1 - z0 + 1);

    /// <summary>What both hold; empty with every size 0 where they are apart on any axis.</summary>
    internal IndexBox Intersect(IndexBox other)
    {
        IndexBox common = FromCorners(
            Math.Max(X, other.X), Math.Max(Y, other.Y), Math.Max(Z, other.Z),
            Math.Min(X + SizeX, other.X + other.SizeX) - 1, Math.Min(Y + SizeY, other.Y + other.SizeY) - 1, Math.Min(Z + SizeZ, other.Z + other.SizeZ) - 1);
        return common.IsEmpty ? default : common;
    }

    internal IndexBox Union(IndexBox other) => IsEmpty ? other : other.IsEmpty ? this : FromCorners(
        Math.Min(X, other.X), Math.Min(Y, other.Y), Math.Min(Z, other.Z),
        Math.Max(X + SizeX, other.X + other.SizeX) - 1, Math.Max(Y + SizeY, other.Y + other.SizeY) - 1, Math.Max(Z + SizeZ, other.Z + other.SizeZ) - 1);

    internal IndexBox Grow(int x, int y, int z) => new(X - x, Y - y, Z - z, SizeX + (2 * x), SizeY + (2 * y), SizeZ + (2 * z));

    /// <summary>A box of another grid's voxels that holds every voxel of it which touches this one.</summary>
    internal IndexBox Through(AffineTransform toOther)
    {
        if (IsEmpty)
        {
            return default;
        }

        Vec3 low = new(double.MaxValue, double.MaxValue, double.MaxValue);
        Vec3 high = new(double.MinValue, double.MinValue, double.MinValue);
        for (int corner = 0; corner < 8; corner++)
        {
            Vec3 at = toOther.Apply(new(
                X - 0.5 + ((corner & 1) * SizeX), Y - 0.5 + (((corner >> 1) & 1) * SizeY), Z - 0.5 + ((corner >> 2) * SizeZ)));
            low = new(Math.Min(low.X, at.X), Math.Min(low.Y, at.Y), Math.Min(low.Z, at.Z));
            high = new(Math.Max(high.X, at.X), Math.Max(high.Y, at.Y), Math.Max(high.Z, at.Z));
        }

        return FromCorners(Round(low.X), Round(low.Y), Round(low.Z), Round(high.X), Round(high.Y), Round(high.Z));
    }

    private static int Round(double index) => (int)Math.Clamp(Math.Round(index), int.MinValue / 4, int.MaxValue / 4);
}

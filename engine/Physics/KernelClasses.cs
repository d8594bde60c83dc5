using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// The entries of a table that are equal by exchange of axes of equal spacing, as one each: what is left to fit. Axes of equal spacing share a
/// profile, which makes a fit smaller and keeps its symmetry.
/// </summary>
internal sealed class KernelClasses
{
    private readonly int[] _of;

    internal KernelClasses(VoxelSTable table)
    {
        Table = table;
        Size3 r = table.Radius;
        Vec3 spacing = table.SpacingMm;
        bool isXy = spacing.X == spacing.Y && r.X == r.Y;
        bool isYz = spacing.Y == spacing.Z && r.Y == r.Z;
        int ofZ = (isXy ? 0 : 1) + (isYz ? 0 : 1);
        GroupOf = [0, isXy ? 0 : 1, ofZ];
        Lengths = new int[ofZ + 1];
        for (int axis = 0; axis < 3; axis++)
        {
            Lengths[GroupOf[axis]] = r[axis] + 1;
        }

        Starts = new int[ofZ + 2];
        for (int group = 0; group <= ofZ; group++)
        {
            Starts[group + 1] = Starts[group] + Lengths[group];
        }

        _of = new int[table.Fractions.Length];
        var entries = new List<(int I, int J, int K)>();
        var copies = new List<double>();
        var sums = new List<double>();
        var found = new Dictionary<(int, int, int), int>();
        for (int k = 0, n = 0; k <= r.Z; k++)
        {
            for (int j = 0; j <= r.Y; j++)
            {
                for (int i = 0; i <= r.X; i++, n++)
                {
                    (int, int, int) own = Sorted(i, j, k, isXy, isYz);
                    if (!found.TryGetValue(own, out int at))
                    {
                        found[own] = at = entries.Count;
                        entries.Add(own);
                        copies.Add(0);
                        sums.Add(0);
                    }

                    int signs = (i > 0 ? 2 : 1) * (j > 0 ? 2 : 1) * (k > 0 ? 2 : 1);
                    _of[n] = at;
                    copies[at] += signs;
                    sums[at] += signs * table.Fractions[n];
                }
            }
        }

        Entries = [.. entries];
        Copies = [.. copies];
        Fractions = [.. sums.Select((sum, n) => sum / copies[n])];
    }

    /// <summary>The table.</summary>
    internal VoxelSTable Table { get; }

    /// <summary>Offsets of one entry of each class; the first is the centre.</summary>
    internal (int I, int J, int K)[] Entries { get; }

    /// <summary>How many entries of the whole kernel (all signs and exchanges) a class stands for.</summary>
    internal double[] Copies { get; }

    /// <summary>Absorbed fraction of an entry of each class.</summary>
    internal double[] Fractions { get; }

    /// <summary>
    /// Whether the gate looks at a class alone: where all of its voxels around one hold activity, and no others, that one has the gate's share of
    /// the largest dose. Smaller ones only count in sums.
    /// </summary>
    internal bool IsGated(int n) => n == 0 || Copies[n] * Fractions[n] >= KernelGate.DoseFloor * Fractions[0];

    /// <summary>The profile that an axis uses.</summary>
    internal int[] GroupOf { get; }

    /// <summary>Length of each profile, and where it starts among a term's values; the last start is the length of all.</summary>
    internal int[] Lengths { get; }

    internal int[] Starts { get; }

    /// <summary>Spacing on an axis, mm of water of 1 g/mL.</summary>
    internal double WaterSpacingMm(int axis) => Table.SpacingMm[axis] * Table.Density.GramPerMl;

    /// <summary>Values of a half profile on an axis that lie within a reach, mm of water, and the table.</summary>
    internal int LengthWithin(double reachMm, int axis) => 1 + (int)Math.Min(Table.Radius[axis], reachMm / WaterSpacingMm(axis));

    /// <summary>The class of an entry of the octant.</summary>
    internal int Of(int i, int j, int k) => _of[i + ((Table.Radius.X + 1) * (j + ((Table.Radius.Y + 1) * k)))];

    /// <summary>Whether a point is the one that stands for those that are equal by exchange of axes.</summary>
    internal bool IsFirst(int x, int y, int z) => (GroupOf[0] != GroupOf[1] || x <= y) && (GroupOf[1] != GroupOf[2] || y <= z);

    private static (int, int, int) Sorted(int i, int j, int k, bool isXy, bool isYz)
    {
        if (isXy && isYz)
        {
            int low = Math.Min(i, Math.Min(j, k));
            int high = Math.Max(i, Math.Max(j, k));
            return (low, i + j + k - low - high, high);
        }

        return isXy ? (Math.Min(i, j), Math.Max(i, j), k) : isYz ? (i, Math.Min(j, k), Math.Max(j, k)) : (i, j, k);
    }
}

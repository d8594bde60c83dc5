using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Where within a voxel the samples lie, as offsets from its centre in voxel widths: the same for every voxel, or chosen per voxel from
/// a finer division.
/// </summary>
internal sealed class SubPositions
{
    /// <summary>Finer division per axis that <see cref="Refined"/> chooses from.</summary>
    internal const int Refinement = 10;

    private const int JitterShift = 20;

    private readonly int _perPart;
    private readonly double _keepFraction;

    private SubPositions(Vec3[] offsets, Vec3[] jitters, int perVoxel, int perPart, double keepFraction)
    {
        Offsets = offsets;
        Jitters = jitters;
        PerVoxel = perVoxel;
        _perPart = perPart;
        _keepFraction = keepFraction;
    }

    /// <summary>All offsets there are.</summary>
    internal Vec3[] Offsets { get; }

    /// <summary>Displacements within a tenth, picked by <see cref="JitterOf"/>; none where all offsets are taken as they are.</summary>
    internal Vec3[] Jitters { get; }

    /// <summary>Samples in each voxel that is used.</summary>
    internal int PerVoxel { get; }

    /// <summary>True where every voxel is used and takes all offsets in their order.</summary>
    internal bool IsWhole => _perPart == 0;

    /// <summary>The centres of equal parts.</summary>
    internal static SubPositions Centres(Size3 parts)
    {
        Vec3[] offsets = Divide(parts);
        return new(offsets, [], offsets.Length, 0, 1);
    }

    /// <summary>
    /// Ten times finer per axis, each sample at a place within its tenth that a hash picks: at the centres, the layers of a regular grid
    /// would line up again, only closer. Where all of these samples would exceed the budget, each part takes 100, 10 or 1 of its 1000, so
    /// chosen that they fall into different tenths on every axis (a Latin hypercube turned by a hash of the voxel), and
    /// beyond that a share of the voxels, chosen by the same hash.
    /// </summary>
    internal static SubPositions Refined(Size3 parts, long voxels, int budget)
    {
        long samples = voxels * parts.Count;
        int perPart = Refinement * Refinement * Refinement;
        while (perPart > 1 && samples * perPart > budget)
        {
            perPart /= Refinement;
        }

        double keep = Math.Min(1, budget / (double)Math.Max(1, samples * perPart));
        Vec3[] offsets = Divide(new(parts.X * Refinement, parts.Y * Refinement, parts.Z * Refinement));
        return new(ByPart(offsets, parts), MakeJitters(parts), (int)parts.Count * perPart, perPart, keep);
    }

    /// <summary>Numbers (in <see cref="Offsets"/>) of the positions in one voxel; 0 where the voxel is passed over.</summary>
    internal int Choose(int voxel, Span<int> chosen)
    {
        uint hash = Hash((uint)voxel);
        if (hash >= _keepFraction * uint.MaxValue)
        {
            return 0;
        }

        const int cube = Refinement * Refinement * Refinement;
        int parts = PerVoxel / _perPart;
        for (int part = 0, n = 0; part < parts; part++)
        {
            uint turn = Hash(hash + (uint)part) % cube;
            int turnX = (int)(turn % Refinement);
            int turnY = (int)(turn / Refinement % Refinement);
            int turnZ = (int)(turn / (Refinement * Refinement));
            for (int t = 0; t < _perPart; t++, n++)
            {
                int x = (t + turnX) % Refinement;
                int y = ((t / Refinement) + (3 * t) + turnY) % Refinement;
                int z = ((t / (Refinement * Refinement)) + (3 * (t / Refinement)) + (7 * t) + turnZ) % Refinement;
                chosen[n] = (part * cube) + x + (Refinement * (y + (Refinement * z)));
            }
        }

        return PerVoxel;
    }

    /// <summary>Which of <see cref="Jitters"/> moves a position of a voxel.</summary>
    internal static int JitterOf(int voxel, int number) => (int)(((uint)voxel * 0x9e3779b1) + ((uint)number * 0x85ebca77) >> JitterShift);

    private static Vec3[] MakeJitters(Size3 parts)
    {
        var jitters = new Vec3[1 << (32 - JitterShift)];
        for (uint n = 0; n < jitters.Length; n++)
        {
            jitters[n] = new(
                Centred(Hash((3 * n) + 1)) / (Refinement * parts.X),
                Centred(Hash((3 * n) + 2)) / (Refinement * parts.Y),
                Centred(Hash((3 * n) + 3)) / (Refinement * parts.Z));
        }

        return jitters;
    }

    private static double Centred(uint hash) => (hash / (uint.MaxValue + 1.0)) - 0.5;

    private static Vec3[] Divide(Size3 parts)
    {
        var offsets = new Vec3[parts.Count];
        for (int k = 0, n = 0; k < parts.Z; k++)
        {
            for (int j = 0; j < parts.Y; j++)
            {
                for (int i = 0; i < parts.X; i++, n++)
                {
                    offsets[n] = new(Centre(i, parts.X), Centre(j, parts.Y), Centre(k, parts.Z));
                }
            }
        }

        return offsets;
    }

    private static double Centre(int part, int parts) => ((part + 0.5) / parts) - 0.5;

    /// <summary>Reorders a fine division so that the fine centres of one part follow one another.</summary>
    private static Vec3[] ByPart(Vec3[] fine, Size3 parts)
    {
        var ordered = new Vec3[fine.Length];
        int width = parts.X * Refinement;
        int height = parts.Y * Refinement;
        for (int n = 0; n < fine.Length; n++)
        {
            (int i, int j, int k) = (n % width, n / width % height, n / (width * height));
            int part = (i / Refinement) + (parts.X * ((j / Refinement) + (parts.Y * (k / Refinement))));
            int within = (i % Refinement) + (Refinement * ((j % Refinement) + (Refinement * (k % Refinement))));
            ordered[(part * Refinement * Refinement * Refinement) + within] = fine[n];
        }

        return ordered;
    }

    /// <summary>The finaliser of MurmurHash3: a bijection that spreads neighbouring numbers.</summary>
    private static uint Hash(uint value)
    {
        value ^= value >> 16;
        value *= 0x85ebca6b;
        value ^= value >> 13;
        value *= 0xc2b2ae35;
        return value ^ (value >> 16);
    }
}

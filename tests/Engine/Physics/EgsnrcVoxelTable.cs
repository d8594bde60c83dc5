using System.Globalization;

namespace VoxelDose.Tests.Engine.Physics;

/// <summary>A Monte Carlo voxel S table of shared/physics/egsnrc: entries with i >= j (>= k where the voxel is a cube).</summary>
internal sealed record EgsnrcVoxelTable(IReadOnlyList<EgsnrcVoxelTable.Entry> Entries)
{
    internal static EgsnrcVoxelTable Read(string relative) =>
        new([.. File.ReadLines(SharedData.PathOf(relative))
            .Where(line => line[0] is not '#' and not 'i')
            .Select(line => Array.ConvertAll(line.Split(','), field => double.Parse(field, CultureInfo.InvariantCulture)))
            .Select(row => new Entry((int)row[0], (int)row[1], (int)row[2], row[5], row[6] / 100))]);

    internal sealed record Entry(int I, int J, int K, double MilligrayPerMegabecquerelSecond, double RelativeUncertainty);
}

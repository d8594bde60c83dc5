using System.Collections.Concurrent;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Goes over structures on all cores: large ones one after another, each on all cores, so that their samples take the same memory in turn;
/// small ones side by side.
/// </summary>
internal static class StructureLoop
{
    /// <summary>Voxels from which on a structure keeps all cores busy by itself.</summary>
    private const long LargeVoxels = 1 << 16;

    /// <summary>Runs a body for each structure's place in the list.</summary>
    internal static void ForEach(IReadOnlyList<Structure> structures, Action<int> body)
    {
        int[] order = [.. Enumerable.Range(0, structures.Count).OrderByDescending(n => structures[n].VoxelCount)];
        int large = order.Count(n => structures[n].VoxelCount >= LargeVoxels);
        foreach (int n in order[..large])
        {
            body(n);
        }

        Parallel.ForEach(Partitioner.Create(order[large..], EnumerablePartitionerOptions.NoBuffering), body);
    }
}

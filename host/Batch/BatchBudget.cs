using System.Globalization;

namespace VoxelDose.Host.Batch;

/// <summary>What a batch may take of the machine.</summary>
/// <param name="Cores">Cores to compute on.</param>
/// <param name="MemoryBytes">Memory for all cases together.</param>
internal sealed record BatchBudget(int Cores, long MemoryBytes)
{
    private const long Mebibyte = 1L << 20;

    /// <summary>The runtime itself, code and tables.</summary>
    private const long RuntimeBytes = 150L << 20;

    /// <summary>Share of the memory that is planned with: the estimates are estimates, and the system's cache of files wants some.</summary>
    private const double PlannedShare = 0.8;

    /// <summary>
    /// What the machine has, or what Slurm allotted where that is less: without control groups nothing else tells a process of it.
    /// </summary>
    /// <param name="variable">Gives a variable of the environment, or null.</param>
    internal static BatchBudget OfMachine(Func<string, string?> variable)
    {
        int cores = Math.Min(Environment.ProcessorCount, (int)(Number(variable("SLURM_CPUS_PER_TASK")) ?? int.MaxValue));
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long? allotted = Number(variable("SLURM_MEM_PER_NODE")) ?? (Number(variable("SLURM_MEM_PER_CPU")) * cores);
        memory = allotted is > 0 ? Math.Min(memory, allotted.Value * Mebibyte) : memory;
        return new(Math.Max(cores, 1), (long)(PlannedShare * memory) - RuntimeBytes);
    }

    /// <summary>What to ask a scheduler for so that so many of the largest cases run side by side, MiB, in steps of 256.</summary>
    internal static long MebibytesFor(int cases, long largestBytes)
    {
        const long step = 256 * Mebibyte;
        double bytes = ((cases * (double)largestBytes) + RuntimeBytes) / PlannedShare;
        return (long)Math.Ceiling(bytes / step) * step / Mebibyte;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 && value < 1L << 40 ? value : null;
}

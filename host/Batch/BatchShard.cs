using System.Globalization;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch;

/// <summary>A share of a manifest: every <paramref name="Count"/>-th case, so that a run of large cases is spread over all shards.</summary>
/// <param name="Number">From 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Shards in all.</param>
internal sealed record BatchShard(int Number, int Count)
{
    internal bool Takes(int caseIndex) => caseIndex % Count == Number - 1;

    public override string ToString() => $"{Number}/{Count}";

    /// <summary>Reads I/N.</summary>
    /// <exception cref="UsageException">Not of that form, or not 1 to N.</exception>
    internal static BatchShard Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && Whole(parts[0]) is { } number && Whole(parts[1]) is { } count && number >= 1 && number <= count
            ? new(number, count)
            : throw new UsageException($"--shard: found '{text}', expected I/N with I from 1 to N, such as 3/20");
    }

    /// <summary>The shard that a task of a Slurm array is; null outside one.</summary>
    /// <param name="variable">Gives a variable of the environment, or null.</param>
    /// <exception cref="UsageException">The array has gaps, so that the task's place in it is not known.</exception>
    internal static BatchShard? FromSlurm(Func<string, string?> variable)
    {
        if (variable("SLURM_ARRAY_TASK_ID") is not { Length: > 0 } task)
        {
            return null;
        }

        int? id = Whole(task);
        int? count = Whole(variable("SLURM_ARRAY_TASK_COUNT"));
        int? least = Whole(variable("SLURM_ARRAY_TASK_MIN"));
        int step = Whole(variable("SLURM_ARRAY_TASK_STEP")) ?? 1;
        return id is not null && count is not null && least is not null && step > 0 && (id - least) % step == 0 && (id - least) / step < count && id >= least
            ? new(((id.Value - least.Value) / step) + 1, count.Value)
            : throw new UsageException(
                $"SLURM_ARRAY_TASK_ID is {task} in an array of {count?.ToString(CultureInfo.InvariantCulture) ?? "unknown size"} from {least?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"}: the shard does not follow from that; give --shard I/N");
    }

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}

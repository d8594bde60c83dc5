using System.Globalization;
using System.Text;

namespace VoxelDose.Host.Batch;

/// <summary>
/// A batch as a job array of Slurm. Each task does its shard with --resume, so that a task which is requeued, by Slurm or by the script shortly before
/// its time ends, goes on where it was; a job behind the array merges.
/// </summary>
/// <param name="Program">Words that start the program.</param>
/// <param name="Arguments">Words of the batch without shard, resume and merge.</param>
/// <param name="Cases">Cases of the manifest.</param>
/// <param name="Shards">Tasks of the array.</param>
/// <param name="Cpus">Cores of a task.</param>
/// <param name="MemoryMiB">Memory of a task.</param>
/// <param name="Gpus">GPUs of a task; 0 asks for none.</param>
/// <param name="Time">Time limit in Slurm's words; null takes the partition's.</param>
/// <param name="Partition">Partition; null takes the default one.</param>
/// <param name="Logs">Folder for the tasks' output; it has to exist before they begin.</param>
internal sealed record SlurmScript(
    IReadOnlyList<string> Program, IReadOnlyList<string> Arguments, int Cases, int Shards, int Cpus, long MemoryMiB, int Gpus, string? Time, string? Partition, string Logs)
{
    /// <summary>Time for running cases to end, and for those that do not to go, before the limit ends the task, s.</summary>
    private const int NoticeS = 60;

    /// <summary>A case that is longer than the time limit would come back for ever.</summary>
    private const int MostRestarts = 20;

    internal string Text()
    {
        var text = new StringBuilder("#!/usr/bin/env bash\n");
        Line($"# {Cases} cases in {Shards} shards, written by voxeldose batch --emit slurm.");
        Line("# `bash FILE` submits the array and behind it the merge; `sbatch FILE` submits the array alone.");
        Directive("job-name", "voxeldose");
        Directive("array", string.Create(CultureInfo.InvariantCulture, $"1-{Shards}"));
        Directive("cpus-per-task", Cpus.ToString(CultureInfo.InvariantCulture));
        Directive("mem", string.Create(CultureInfo.InvariantCulture, $"{MemoryMiB}M"));
        if (Gpus > 0)
        {
            Directive("gres", string.Create(CultureInfo.InvariantCulture, $"gpu:{Gpus}"));
        }

        if (Time is not null)
        {
            Directive("time", Time);
        }

        if (Partition is not null)
        {
            Directive("partition", Partition);
        }

        Line("#SBATCH --requeue");
        Line("#SBATCH --open-mode=append");
        Directive("signal", string.Create(CultureInfo.InvariantCulture, $"B:USR1@{NoticeS}"));
        Directive("output", Path.Combine(Logs, "%A_%a.log"));
        Line("set -u");
        Line($"batch=({string.Join(' ', Program.Concat(Arguments).Select(Quoted))})");
        string mergeResources = Partition is null ? string.Empty : $" --partition={Quoted(Partition)}";
        text.Append(CultureInfo.InvariantCulture, $$"""

            if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
                array=$(sbatch --parsable "$0") || exit
                merge=$(sbatch --parsable --dependency="afterany:$array" --job-name=voxeldose-merge --requeue{{mergeResources}} \
                    --output={{Quoted(Path.Combine(Logs, "merge-%j.log"))}} --wrap="$(printf '%q ' "${batch[@]}" --merge)") || exit
                echo "array $array, merge $merge"
                exit
            fi

            # The time limit is near: what has ended is kept, the rest goes back into the queue. A task that somebody cancels does not.
            limit=
            trap 'limit=1; kill -TERM "$work" 2> /dev/null' USR1
            trap 'kill -TERM "$work" 2> /dev/null' TERM INT
            "${batch[@]}" --shard "$SLURM_ARRAY_TASK_ID/{{Shards}}" --resume &
            work=$!
            wait "$work"
            code=$?
            while kill -0 "$work" 2> /dev/null; do
                wait "$work"
                code=$?
            done
            if [ -n "$limit" ] && [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt {{MostRestarts}} ]; then
                scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
            fi
            exit "$code"

            """);
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Directive(string name, string value) => Line($"#SBATCH --{name}={(value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value)}");
    }

    /// <summary>The words that start this program as it was started, for a shell on another machine with the same files.</summary>
    internal static IReadOnlyList<string> ThisProgram()
    {
        string process = Environment.ProcessPath ?? "dotnet";
        string name = Path.GetFileNameWithoutExtension(process);
        return name == "voxeldose" ? [process] : [name == "dotnet" ? process : "dotnet", Path.Combine(AppContext.BaseDirectory, "voxeldose.dll")];
    }

    /// <summary>A word as the shell takes it, whatever is in it.</summary>
    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or '%' or ':' or ',')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

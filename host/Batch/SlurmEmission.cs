using System.CommandLine;
using VoxelDose.Host.Batch.Manifest;

namespace VoxelDose.Host.Batch;

/// <summary>Makes the script of a cluster from the command line and the cases.</summary>
internal static class SlurmEmission
{
    private const int CasesAShard = 25;

    /// <summary>Slurm's own limit is 1001 where nobody set another.</summary>
    private const int MostShards = 1000;

    /// <summary>The text of the script; the batch's folder is made for its logs.</summary>
    internal static string ScriptOf(ParseResult parsed, IReadOnlyList<BatchCase> cases, string verb)
    {
        using BatchFolder folder = BatchFolder.Open(parsed.GetValue(BatchOptions.Out)!, mayContinue: true);
        int cpus = parsed.GetValue(BatchOptions.Cpus);
        int gpus = parsed.GetValue(BatchOptions.Gpus);
        var arguments = new List<string> { verb, Path.GetFullPath(parsed.GetValue(BatchOptions.Manifest)!), "--out", folder.Root };
        if (parsed.GetValue(BatchOptions.Jobs) is { } jobs)
        {
            arguments.AddRange(["--jobs", $"{jobs}"]);
        }

        if ((parsed.GetValue(BatchOptions.Device) ?? (gpus > 0 ? "cuda" : null)) is { } device)
        {
            arguments.AddRange(["--device", device]);
        }

        int side = parsed.GetValue(BatchOptions.Jobs) ?? (gpus > 0 ? gpus : cpus);
        return new SlurmScript(
            SlurmScript.ThisProgram(),
            arguments,
            cases.Count,
            parsed.GetValue(BatchOptions.Shards) ?? Math.Min(MostShards, (cases.Count + CasesAShard - 1) / CasesAShard),
            cpus,
            parsed.GetValue(BatchOptions.MemoryMiB) ?? BatchBudget.MebibytesFor(side, cases.Max(item => CaseMemory.EstimateBytes(item.Dose))),
            gpus,
            parsed.GetValue(BatchOptions.Time),
            parsed.GetValue(BatchOptions.Partition),
            folder.Logs).Text();
    }
}

using System.Collections.Concurrent;
using System.Runtime;
using VoxelDose.Engine.Compute;
using VoxelDose.Host.Batch.Manifest;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Batch;

/// <summary>Runs cases side by side in one process; each is whole, failed or absent, whatever happens to the others.</summary>
internal sealed class BatchRunner(BatchFolder folder, BatchSettings settings, Terminal terminal)
{
    /// <summary>Cases between two tidyings of the heap.</summary>
    private const int CasesATidying = 64;

    private static readonly Terminal Silent = new(Verbosity.Quiet);
    private readonly ConcurrentDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly Lazy<bool> _cohortRemoved = new(() =>
    {
        folder.RemoveCohort();
        return true;
    });

    private readonly int[] _counts = new int[Enum.GetValues<CaseOutcome>().Length];

    internal BatchTally Run(IReadOnlyList<BatchCase> cases, BatchStop stop)
    {
        var progress = new BatchProgress(terminal, cases.Count);
        var probe = new Lazy<ComputeProbe>(ComputeFactory.Probe);
        int workers = Math.Max(1, Math.Min(Workers(cases, probe), cases.Count));
        int threads = Math.Max(1, settings.Budget.Cores / workers);
        terminal.Detail($"{workers} cases side by side, {threads} threads each, {settings.Budget.MemoryBytes >> 20} MiB for all of them");
        var queue = new CaseQueue(cases, settings.Budget.MemoryBytes, item => CaseMemory.EstimateBytes(item.Dose));
        using CancellationTokenRegistration stopping = stop.Stopping.Register(queue.Stop);

        // Threads of their own: the pool's are for what a case does in parallel, and would be blocked by waiting for it.
        Thread[] crew = [.. Enumerable.Range(0, workers).Select(slot => new Thread(() => Work(slot)) { Name = $"case worker {slot}", IsBackground = true })];
        Array.ForEach(crew, thread => thread.Start());
        Array.ForEach(crew, thread => thread.Join());
        progress.End();
        int run = _counts[(int)CaseOutcome.Kept] + _counts[(int)CaseOutcome.Done] + _counts[(int)CaseOutcome.Failed];
        return new(
            cases.Count, _counts[(int)CaseOutcome.Kept], _counts[(int)CaseOutcome.Done], _counts[(int)CaseOutcome.Failed], cases.Count - run,
            new SortedDictionary<string, int>(_reasons, StringComparer.Ordinal));

        void Work(int slot)
        {
            using var devices = new WorkerDevices(slot, threads, probe);
            while (queue.Take(out long bytes) is { } item)
            {
                (CaseOutcome outcome, string? error) = One(item, devices, stop.Aborting);
                queue.Give(bytes);
                Interlocked.Increment(ref _counts[(int)outcome]);
                progress.Ended(item.Id, outcome, error);
                if (outcome == CaseOutcome.Done && _counts[(int)CaseOutcome.Done] % CasesATidying == 0)
                {
                    Tidy();
                }
            }
        }
    }

    private int Workers(IReadOnlyList<BatchCase> cases, Lazy<ComputeProbe> probe)
    {
        if (settings.Jobs is { } jobs)
        {
            return jobs;
        }

        // One case on a device at a time: what two leave of its memory nobody knows beforehand.
        DeviceKind?[] kinds = [.. cases.Select(item => item.Dose.Device.Kind).Distinct()];
        DeviceKind? gpu = kinds.Select(kind => kind ?? probe.Value.Automatic.Kind).Cast<DeviceKind?>().FirstOrDefault(kind => kind is DeviceKind.Cuda or DeviceKind.OpenCl);
        return gpu is null ? settings.Budget.Cores : Math.Max(1, probe.Value.Found.Count(device => device.Kind == gpu));
    }

    private (CaseOutcome Outcome, string? Error) One(BatchCase item, WorkerDevices devices, CancellationToken cancellation)
    {
        string path = folder.CaseFolder(item.Id);
        bool isSealed = false;
        try
        {
            string reason = "missing";
            if (Directory.Exists(path))
            {
                reason = settings.Overwrite ? "overwrite"
                    : CaseStamp.TryRead(path) is { } stamp ? CaseFingerprint.Difference(item, stamp, trustsTimes: false)!
                    : "stamp";
                if (reason is null)
                {
                    File.Delete(folder.FailureFile(item.Id));
                    return (CaseOutcome.Kept, null);
                }
            }

            _ = _cohortRemoved.Value;
            _reasons.AddOrUpdate(reason, 1, (_, count) => count + 1);
            DoseRun.Execute(item.Dose with { Out = path, Overwrite = true }, Silent, cancellation, shared: devices.For(item.Dose.Device), seal: (output, document) =>
            {
                isSealed = true;
                Seal(item, output, document);
            });
            File.Delete(folder.FailureFile(item.Id));
            return (CaseOutcome.Done, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (CaseOutcome.NotRun, null);
        }
#pragma warning disable CA1031 // A case that fails in a way that nobody foresaw must not take the others with it; the failure is told with all that is known of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            devices.Reset();
            if (!isSealed && !settings.Overwrite && CaseStamp.TryRead(path) is { } other && CaseFingerprint.Difference(item, other, trustsTimes: false) is null)
            {
                return (CaseOutcome.Kept, null); // Another process of the same batch was faster.
            }

            CaseFailure failure = CaseFailure.Of(item.Id, e, CaseFingerprint.OfOptions(item));
            failure.Write(folder.FailureFile(item.Id));
            folder.RemoveCase(item.Id);
            return (CaseOutcome.Failed, failure.Error);
        }
    }

    /// <summary>
    /// Volumes of many sizes leave holes among large objects, and over thousands of cases the process would slowly grow: here they are closed, and the
    /// memory given back. It takes some 50 ms.
    /// </summary>
    private static void Tidy()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static void Seal(BatchCase item, OutputFolder output, ResultsDocument document)
    {
        var known = document.Inputs.GroupBy(input => input.Path, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Sha256, StringComparer.Ordinal);
        using FileStream stream = File.Create(output.PathOf(CaseStamp.FileName));
        CaseFingerprint.Stamp(item, known).Write(stream);
    }
}

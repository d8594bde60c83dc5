using System.Runtime.InteropServices;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch;

/// <summary>
/// Stops a batch on SIGINT, SIGTERM and SIGHUP: at the first signal no case begins and running ones may end; at the second, or when their time is over,
/// they are given up, and nothing of them stays.
/// </summary>
internal sealed class BatchStop : IDisposable
{
    /// <summary>Schedulers send SIGKILL some 30 s after SIGTERM.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Terminal _terminal;

    internal BatchStop(Terminal terminal, CancellationToken outer)
    {
        _terminal = terminal;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, On))];
    }

    /// <summary>No new case.</summary>
    internal CancellationToken Stopping => _stop.Token;

    /// <summary>No case goes on.</summary>
    internal CancellationToken Aborting => _abort.Token;

    /// <summary>What a shell reports of a process that the signal ended; null where none came.</summary>
    internal int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _abort.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = true;
        if (ExitCode is null)
        {
            ExitCode = context.Signal switch
            {
                PosixSignal.SIGINT => (int)Cli.ExitCode.Interrupted,
                PosixSignal.SIGHUP => (int)Cli.ExitCode.HungUp,
                _ => (int)Cli.ExitCode.Terminated,
            };
            _terminal.Info($"{context.Signal}: no new case begins; running ones have {Grace.TotalSeconds:0} s to end (a second signal gives them up)");
            _stop.Cancel();
            _abort.CancelAfter(Grace);
        }
        else
        {
            _abort.Cancel();
        }
    }
}

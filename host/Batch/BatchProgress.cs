using System.Diagnostics;
using System.Globalization;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch;

/// <summary>Tells how far a batch is and how long it will take.</summary>
internal sealed class BatchProgress(Terminal terminal, int cases)
{
    /// <summary>A log wants few lines, a person sees each case.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _told;
    private int _ended;
    private int _kept;
    private int _failed;

    internal void Ended(string id, CaseOutcome outcome, string? error)
    {
        lock (_gate)
        {
            if (outcome == CaseOutcome.NotRun)
            {
                return;
            }

            _ended++;
            _kept += outcome == CaseOutcome.Kept ? 1 : 0;
            _failed += outcome == CaseOutcome.Failed ? 1 : 0;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            if (error is not null)
            {
                terminal.Warn("case-failed", $"{id}: {error.Split('\n')[0]}");
            }

            terminal.Detail($"{id}: {outcome.ToString().ToLowerInvariant()}");
            if (terminal.IsInteractive)
            {
                terminal.Progress(Line(elapsed));
            }
            else if (elapsed - _told >= LogInterval)
            {
                _told = elapsed;
                terminal.Info(Line(elapsed));
            }
        }
    }

    internal void End() => terminal.Progress(null);

    private string Line(TimeSpan elapsed)
    {
        // Kept cases take next to no time; the rate is that of the others.
        int computed = _ended - _kept;
        string left = computed == 0 || _ended == cases ? string.Empty : $", about {Text(elapsed / computed * (cases - _ended))} left";
        return string.Create(CultureInfo.InvariantCulture, $"{_ended} of {cases} cases{(_kept > 0 ? $", {_kept} kept" : string.Empty)}{(_failed > 0 ? $", {_failed} failed" : string.Empty)}{left}");
    }

    private static string Text(TimeSpan time) => time.TotalMinutes < 2 ? $"{Math.Max(1, time.TotalSeconds):0} s"
        : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min"
        : $"{time.TotalHours:0.0} h";
}

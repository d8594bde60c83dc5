using System.Diagnostics;
using System.Globalization;

namespace VoxelDose.Host.Cli;

/// <summary>
/// One line for a person who watches: what the run does now, since when, and about how long it will still take. With --verbose each stage gets a
/// line of its own instead; logs get a line now and then of a stage that takes long and tells how far it is.
/// </summary>
internal sealed class StageLine : IDisposable
{
    /// <summary>Between lines of a log; with --verbose.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan VerbosePace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Shares of the time of a run on a real PET with eight structures; the scale comes from the run itself.</summary>
    private static readonly (string Start, double Weight)[] Usual =
    [
        ("read", 0.4), ("quantify", 0.4), ("dose by ldm", 0.02), ("dose by vsv", 0.2), ("reduce", 2.3), ("write", 0.7),
    ];

    private readonly Terminal _terminal;
    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Timer? _timer;
    private readonly PlainProgress _plain;
    private string _name = "";
    private TimeSpan _stageStart;
    private double? _done;
    private double _weightBefore;
    private double _weightNow;

    internal StageLine(Terminal terminal)
    {
        _terminal = terminal;
        _plain = terminal.IsVerbose ? new(terminal.Detail, VerbosePace)
            : terminal.ShowsProgress ? new(_ => { }, Pace)
            : new(terminal.Info, Pace);
        _timer = terminal.ShowsProgress ? new(_ => Draw(), null, Tick, Tick) : null;
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Tells a stage, or how far the present one is.</summary>
    internal void Tell(string name, double? done = null)
    {
        lock (_gate)
        {
            TimeSpan now = Elapsed;
            if (done is null)
            {
                _terminal.Detail(string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds,6:0.00} s  {name}"));
                _plain.Begin(now);
                _weightBefore += _weightNow;
                _weightNow = Usual.FirstOrDefault(stage => name.StartsWith(stage.Start, StringComparison.Ordinal)).Weight;
                _stageStart = now;
            }

            else
            {
                _plain.Tell(now, Text(name, now, Left(now, _stageStart, done, _weightBefore, _weightNow)));
            }

            (_name, _done) = (name, done);
        }

        if (_timer is not null)
        {
            Draw();
        }
    }

    /// <summary>Ends the line, so that what follows stands on a clean one.</summary>
    public void Dispose()
    {
        if (_timer is not null)
        {
            // Waits for a tick that is under way: it would write over what comes next.
            using var ended = new ManualResetEvent(false);
            if (_timer.Dispose(ended))
            {
                ended.WaitOne();
            }

            _terminal.Progress(null);
        }
    }

    /// <summary>The line at a moment.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="elapsed">Time since the run began.</param>
    /// <param name="left">Time left, s; null where it cannot be told.</param>
    internal static string Text(string name, TimeSpan elapsed, double? left) =>
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds,5:0.0} s  {name}{(left is { } s ? $", about {Duration(s)} left" : "")}");

    /// <summary>Time left, s, of a stage that tells how far it is, else by the usual shares; null while too little is known.</summary>
    internal static double? Left(TimeSpan elapsed, TimeSpan stageStart, double? done, double weightBefore, double weightNow)
    {
        if (done is > 0.02 and var share)
        {
            return (elapsed - stageStart).TotalSeconds * (1 - share) / share;
        }

        double all = Usual.Sum(stage => stage.Weight);
        if (done is not null || weightNow <= 0 || weightBefore <= 0 || weightBefore >= all)
        {
            return null;
        }

        double perWeight = stageStart.TotalSeconds / weightBefore;
        double spentHere = Math.Min(weightNow, (elapsed - stageStart).TotalSeconds / perWeight);
        return Math.Max(0, perWeight * (all - weightBefore - spentHere));
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 1 => "1 s",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    private void Draw()
    {
        lock (_gate)
        {
            if (_name.Length > 0)
            {
                TimeSpan elapsed = Elapsed;
                _terminal.Progress(Text(_name, elapsed, Left(elapsed, _stageStart, _done, _weightBefore, _weightNow)));
            }
        }
    }
}

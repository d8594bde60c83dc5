using System.Diagnostics;

namespace VoxelDose.Bench;

/// <summary>Wall and CPU milliseconds of repeated runs.</summary>
/// <param name="WallMs">Wall time of each run.</param>
/// <param name="CpuMs">CPU time of each run, all threads together.</param>
internal sealed record Timing(IReadOnlyList<double> WallMs, IReadOnlyList<double> CpuMs)
{
    internal double MedianWallMs => Median(WallMs);

    internal double MedianCpuMs => Median(CpuMs);

    // Short work is repeated for so long, peers too: a median of few runs of a millisecond says more of the moment than of the work.
    private const double LeastMs = 300;
    private const int MostRuns = 100;

    /// <summary>The runs of both.</summary>
    internal Timing And(Timing other) => new([.. WallMs, .. other.WallMs], [.. CpuMs, .. other.CpuMs]);

    /// <summary>Runs the work until warm, then <paramref name="runs"/> times, short work more often.</summary>
    internal static Timing Of(Action work, int runs)
    {
        // Tiered compilation replaces hot loops in steps; a fifth of a second and three runs see the last of them.
        long warm = Stopwatch.GetTimestamp();
        for (int n = 0; n < 3 || (Stopwatch.GetElapsedTime(warm).TotalSeconds < 0.5 && n < 200); n++)
        {
            work();
        }

        var wall = new List<double>();
        var cpu = new List<double>();
        while (wall.Count < runs || (wall.Count < MostRuns && wall.Sum() < LeastMs))
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            work();
            wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            cpu.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        return new(wall, cpu);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

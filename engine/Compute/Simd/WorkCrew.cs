namespace VoxelDose.Engine.Compute.Simd;

/// <summary>A fixed number of threads that share tasks; what a task computes must not depend on who runs it.</summary>
internal sealed class WorkCrew(int threads)
{
    /// <summary>Length of a piece in <see cref="RunPieces"/>.</summary>
    internal const int Piece = 1 << 16;

    internal int Threads { get; } = threads;

    /// <summary>Runs <paramref name="work"/>(task, worker) for each task in [0, tasks); a worker runs one task at a time.</summary>
    internal void Run(int tasks, Action<int, int> work)
    {
        int workers = Math.Min(Threads, tasks);
        if (workers <= 1)
        {
            for (int task = 0; task < tasks; task++)
            {
                work(task, 0);
            }

            return;
        }

        int next = -1;
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
        {
            for (int task = Interlocked.Increment(ref next); task < tasks; task = Interlocked.Increment(ref next))
            {
                work(task, worker);
            }
        });
    }

    /// <summary>Runs <paramref name="work"/>(start, length) over pieces of an array; pieces do not depend on the number of threads.</summary>
    internal void RunPieces(int length, Action<int, int> work)
    {
        int tasks = (int)(((long)length + Piece - 1) / Piece);
        Run(tasks, (task, _) => work(task * Piece, Math.Min(Piece, length - (task * Piece))));
    }
}

namespace VoxelDose.Host.Cases;

/// <summary>
/// Keeps the managed heap near what is in use while it lives: the collector, which lets large arrays lie until their sum is a good part of those in use, is told to collect whenever
/// <see cref="StepBytes"/> came on top of what the last collection left. A collection of few large arrays takes milliseconds. For the whole process.
/// </summary>
internal sealed class HeapTidy : IDisposable
{
    /// <summary>Growth of the heap that is let pass.</summary>
    internal const long StepBytes = 64_000_000;

    private const int IntervalMs = 5;

    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;

    internal HeapTidy()
    {
        // A thread of its own: those of the pool are busy when it matters.
        _thread = new(Watch) { Name = "heap tidy", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Watch()
    {
        long left = 0;
        while (!_ended.Wait(IntervalMs))
        {
            if (GC.GetTotalMemory(forceFullCollection: false) > left + StepBytes)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                left = GC.GetTotalMemory(forceFullCollection: false);
            }
        }
    }
}

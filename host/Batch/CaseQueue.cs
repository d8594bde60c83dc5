using VoxelDose.Host.Batch.Manifest;

namespace VoxelDose.Host.Batch;

/// <summary>
/// Hands cases out in the manifest's order to workers, as long as those that run fit into memory together. A case that is larger than the whole
/// budget runs alone.
/// </summary>
internal sealed class CaseQueue(IEnumerable<BatchCase> cases, long memoryBytes, Func<BatchCase, long> estimate)
{
    private readonly Queue<BatchCase> _waiting = new(cases);
    private readonly object _gate = new();
    private (BatchCase Case, long Bytes)? _next;
    private long _usedBytes;
    private int _running;
    private bool _stopped;

    /// <summary>The next case, as soon as there is room; null where there is none or the batch stops.</summary>
    internal BatchCase? Take(out long bytes)
    {
        lock (_gate)
        {
            while (true)
            {
                bytes = 0;
                if (_stopped || (_next is null && _waiting.Count == 0))
                {
                    return null;
                }

                // Headers are read one case ahead, under the lock: it takes a millisecond, and the order stays that of the manifest.
                if (_next is null)
                {
                    BatchCase head = _waiting.Dequeue();
                    _next = (head, estimate(head));
                }

                (BatchCase item, long needed) = _next.Value;
                if (_running == 0 || _usedBytes + needed <= memoryBytes)
                {
                    _next = null;
                    _running++;
                    _usedBytes += needed;
                    bytes = needed;
                    return item;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>A case has ended.</summary>
    internal void Give(long bytes)
    {
        lock (_gate)
        {
            _running--;
            _usedBytes -= bytes;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No case is handed out any more.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }
}

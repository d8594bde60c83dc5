namespace VoxelDose.Engine.Statistics;

/// <summary>Loops over chunks of samples: on all cores where there are several chunks, in place where there is one.</summary>
internal static class Chunks
{
    /// <summary>Runs a body for each chunk, each worker with an accumulator of its own, which are merged one at a time at the end.</summary>
    internal static void Accumulate<T>(int chunks, Func<T> create, Action<int, T> body, Action<T> merge)
    {
        if (chunks == 1)
        {
            T alone = create();
            body(0, alone);
            merge(alone);
            return;
        }

        var gate = new Lock();
        Parallel.For(0, chunks, create, (chunk, _, local) =>
        {
            body(chunk, local);
            return local;
        }, local =>
        {
            lock (gate)
            {
                merge(local);
            }
        });
    }

    /// <summary>Runs a body for each chunk.</summary>
    internal static void ForEach(int chunks, Action<int> body)
    {
        if (chunks == 1)
        {
            body(0);
        }
        else
        {
            Parallel.For(0, chunks, body);
        }
    }
}

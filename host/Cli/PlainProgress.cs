namespace VoxelDose.Host.Cli;

/// <summary>How far a long stage is, as lines for a log: none of a stage that ends soon, then one at a modest pace.</summary>
/// <param name="write">Writes a line.</param>
/// <param name="pace">Least time between lines, and before the first of a stage.</param>
internal sealed class PlainProgress(Action<string> write, TimeSpan pace)
{
    private TimeSpan _last;

    /// <summary>A stage begins; its pace counts from here.</summary>
    internal void Begin(TimeSpan now) => _last = now;

    /// <summary>Tells a line where one is due.</summary>
    internal void Tell(TimeSpan now, string line)
    {
        if (now - _last >= pace)
        {
            _last = now;
            write(line);
        }
    }
}

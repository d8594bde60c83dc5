using VoxelDose.Engine.Results;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>
/// Dose volumes on their way to the output folder, and their hashes, while structures are still being reduced. Disposed before the folder, so that nothing writes
/// into a folder that is being taken away.
/// </summary>
internal sealed class EarlyVolumes(OutputFolder? folder, string format) : IDisposable
{
    private readonly List<Task<DoseHash>> _hashes = [];
    private readonly Dictionary<string, Task> _files = [];

    /// <summary>Hashes in the order of the methods; waits for them.</summary>
    internal IReadOnlyList<DoseHash> Hashes => [.. _hashes.Select(hash => hash.GetAwaiter().GetResult())];

    /// <summary>Starts on a method's dose.</summary>
    internal void Begin(MethodResult method)
    {
        _hashes.Add(Task.Run(() => new DoseHash(method.Id, VoxelHash.Of(method.DoseGy.Values))));
        if (folder is not null)
        {
            string name = $"dose-{method.Id}.{format}";
            _files.Add(method.Id, Task.Run(() =>
            {
                VolumeFile.Write(folder.PathOf(name), method.DoseGy, $"absorbed dose ({method.Id})", "Gy");
                folder.Settle(name);
            }));
        }
    }

    /// <summary>Waits until a method's file is written; throws what its writing threw.</summary>
    internal void Finish(MethodResult method) => _files[method.Id].GetAwaiter().GetResult();

    /// <summary>Waits for every file, whether it succeeded or not.</summary>
    public void Dispose() => Task.WhenAll(_files.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).GetAwaiter().GetResult();
}

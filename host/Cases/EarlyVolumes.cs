using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Cases;

/// <summary>
/// Dose volumes on their way to the output folder, and their hashes, while structures are still being reduced; where memory is spared at once, with what pictures need of them, since the
/// volumes are gone afterwards. Disposed before the folder, so that nothing writes into a folder that is being taken away.
/// </summary>
internal sealed class EarlyVolumes(OutputFolder? folder, string format, bool sparesMemory) : IDisposable
{
    private readonly List<Task<DoseHash>> _hashes = [];
    private readonly Dictionary<string, Task> _files = [];

    /// <summary>Hashes in the order of the methods; waits for them.</summary>
    internal IReadOnlyList<DoseHash> Hashes => [.. _hashes.Select(hash => hash.GetAwaiter().GetResult())];

    /// <summary>What pictures need of the doses; null where the result still has the volumes.</summary>
    internal DosePictures? Pictures { get; } = sparesMemory && folder is not null ? new() : null;

    /// <summary>Starts on a method's dose; where memory is spared, ends with it too.</summary>
    internal void Begin(MethodResult method, IReadOnlyList<Structure> shapes)
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

        if (!sparesMemory)
        {
            return;
        }

        Pictures?.Add(method, shapes);
        _ = _hashes[^1].GetAwaiter().GetResult();
        if (folder is not null)
        {
            Finish(method);
            WriteUncertainty(method);
        }
    }

    /// <summary>Waits until a method's file is written; throws what its writing threw.</summary>
    internal void Finish(MethodResult method) => _files[method.Id].GetAwaiter().GetResult();

    /// <summary>Writes the relative uncertainty of each voxel, where the method has one.</summary>
    internal void WriteUncertainty(MethodResult method)
    {
        if (method.RelativeUncertainty is { } relative)
        {
            VolumeFile.Write(folder!.PathOf($"dose-{method.Id}-uncertainty.{format}"), relative, $"relative standard uncertainty of the dose ({method.Id})", "1");
        }
    }

    /// <summary>Waits for every file, whether it succeeded or not.</summary>
    public void Dispose() => Task.WhenAll(_files.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).GetAwaiter().GetResult();
}

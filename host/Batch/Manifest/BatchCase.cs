using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>A case of a manifest that is fit to run.</summary>
/// <param name="Index">Place in the manifest, from 0.</param>
/// <param name="Id">Unique, and safe as the name of a folder.</param>
/// <param name="Line">Line of the manifest.</param>
/// <param name="Values">Options as written, by name.</param>
/// <param name="Dose">What they say.</param>
internal sealed record BatchCase(int Index, string Id, int Line, IReadOnlyDictionary<string, RawValue> Values, DoseCase Dose);

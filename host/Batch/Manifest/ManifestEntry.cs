using VoxelDose.Host.Cases;

namespace VoxelDose.Host.Batch.Manifest;

/// <summary>A case as a manifest writes it, before anything in it is checked.</summary>
/// <param name="Line">Line where it begins, from 1.</param>
/// <param name="Id">Its id; null where none is given.</param>
/// <param name="Values">Options as written, by name; paths in them are relative to nothing.</param>
/// <param name="Lines">Lines of options that do not stand on the first one.</param>
internal sealed record ManifestEntry(int Line, string? Id, Dictionary<string, RawValue> Values, IReadOnlyDictionary<string, int> Lines)
{
    internal int LineOf(string? option) => option is not null && Lines.TryGetValue(option, out int line) ? line : Line;
}

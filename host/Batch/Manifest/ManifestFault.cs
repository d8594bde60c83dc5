namespace VoxelDose.Host.Batch.Manifest;

/// <summary>Something in a manifest that has to be put right before anything runs.</summary>
/// <param name="Line">Line of the manifest, from 1.</param>
/// <param name="Case">Id of the case; null where the fault belongs to none.</param>
/// <param name="Message">What was found, what was expected, what to do.</param>
internal sealed record ManifestFault(int Line, string? Case, string Message)
{
    public override string ToString() => $"line {Line}{(Case is null ? string.Empty : $", case {Case}")}: {Message}";
}

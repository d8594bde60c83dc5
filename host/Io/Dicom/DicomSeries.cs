namespace VoxelDose.Host.Io.Dicom;

/// <summary>The files of one series.</summary>
/// <param name="Uid">SeriesInstanceUID.</param>
/// <param name="Modality">Modality.</param>
/// <param name="Description">SeriesDescription, or null.</param>
/// <param name="Paths">Files, in the order of their names.</param>
internal sealed record DicomSeries(string Uid, string Modality, string? Description, IReadOnlyList<string> Paths)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Modality} '{Description ?? "no description"}', {Paths.Count} file(s), {Uid}, e.g. {Path.GetFileName(Paths[0])}";
}

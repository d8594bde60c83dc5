namespace VoxelDose.Host.DicomWeb;

/// <summary>A series that a server says it holds.</summary>
/// <param name="Uid">SeriesInstanceUID.</param>
/// <param name="Modality">Modality; "?" where the server does not say.</param>
/// <param name="Description">SeriesDescription, or null.</param>
internal sealed record RemoteSeries(string Uid, string Modality, string? Description)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Modality} '{Description ?? "no description"}' {Uid}";
}

using VoxelDose.Engine.Statistics;

namespace VoxelDose.Host.Cases;

/// <summary>One earlier treatment as the options tell it; no file has been read yet.</summary>
/// <param name="Label">Name.</param>
/// <param name="Path">Folder of a finished run, or a dose volume; null where only means are told.</param>
/// <param name="HalfLifeH">Effective half-life, h; null where the run's own holds.</param>
/// <param name="MeansGy">Mean dose by structure, Gy.</param>
internal sealed record EarlierCase(string Label, string? Path, double? HalfLifeH, IReadOnlyDictionary<string, double> MeansGy)
{
    internal EarlierTreatment OfMeans() => new(Label, HalfLifeH!.Value, null, MeansGy);
}

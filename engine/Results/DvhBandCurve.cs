namespace VoxelDose.Engine.Results;

/// <summary>Band of one curve.</summary>
/// <param name="Structure">Structure name.</param>
/// <param name="Method">Method id.</param>
/// <param name="DoseGy">Doses, ascending, Gy.</param>
/// <param name="Low">Share of the volume at or above each dose, lower end.</param>
/// <param name="Median">Median of the draws.</param>
/// <param name="High">Upper end.</param>
public sealed record DvhBandCurve(
    string Structure, string Method, IReadOnlyList<double> DoseGy, IReadOnlyList<double> Low, IReadOnlyList<double> Median, IReadOnlyList<double> High);

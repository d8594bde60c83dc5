namespace VoxelDose.Engine.Results;

/// <summary>Cumulative dose-volume histogram for the picture and for dvh.csv; the statistics do not use it.</summary>
/// <param name="Structure">Structure name.</param>
/// <param name="Method">Method id.</param>
/// <param name="DoseGy">Doses, ascending, Gy.</param>
/// <param name="VolumeFraction">Share of the weight at or above each dose.</param>
public sealed record DvhCurve(string Structure, string Method, IReadOnlyList<double> DoseGy, IReadOnlyList<double> VolumeFraction);

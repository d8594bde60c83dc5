using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>A connected region of activity outside liver and lungs.</summary>
/// <param name="CentreMm">Centre of its activity, LPS mm.</param>
/// <param name="VolumeMl">Volume, mL.</param>
/// <param name="ActivityMBq">Activity, MBq.</param>
/// <param name="ActivityShare">Share of the activity in the field of view.</param>
/// <param name="MeanGy">Mean dose, Gy.</param>
/// <param name="MaxGy">Largest dose, Gy.</param>
public sealed record HotSpot(Vec3 CentreMm, double VolumeMl, double ActivityMBq, double ActivityShare, double MeanGy, double MaxGy);

namespace VoxelDose.Engine.Statistics;

/// <summary>What counts as an extrahepatic hot spot; stated with the warning.</summary>
/// <param name="MinimumShare">Least share of the activity in the field of view.</param>
/// <param name="MinimumRelativeConcentration">Least concentration of its voxels, relative to the mean in the liver.</param>
/// <param name="MarginMm">Distance from liver and lungs within which activity is taken as theirs, blurred or moved, mm.</param>
public sealed record HotSpotCriteria(double MinimumShare = 0.005, double MinimumRelativeConcentration = 0.25, double MarginMm = 15);

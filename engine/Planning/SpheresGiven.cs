namespace VoxelDose.Engine.Planning;

/// <summary>Number of spheres that reach the patient.</summary>
/// <param name="Count">Number; null where only a range is known.</param>
/// <param name="Low">Lower end of the product's range.</param>
/// <param name="High">Upper end of the product's range.</param>
/// <param name="Rule">Which product value it comes from.</param>
public sealed record SpheresGiven(double? Count, double Low, double High, string Rule);

using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Quantification;

/// <summary>A perfused volume that received its own vial.</summary>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Net">Activity that was given into it (administered less residual), at the time of administration.</param>
public sealed record Territory(string Structure, Activity Net);

namespace VoxelDose.Engine.Results;

/// <summary>One line of an uncertainty budget.</summary>
/// <param name="Name">"volume", "recovery", "calibration", "activity", "decay", "kernel", "density" or "statistics" (of a simulation).</param>
/// <param name="RelativeUncertainty">Relative standard uncertainty of the quantity.</param>
/// <param name="Sensitivity">Relative change of the mean dose per relative change of the quantity.</param>
/// <param name="Contribution">Relative standard uncertainty of the mean dose from this part alone: |sensitivity| x uncertainty while that is small.</param>
/// <param name="Basis">Where the uncertainty comes from.</param>
public sealed record UncertaintyPart(string Name, double RelativeUncertainty, double Sensitivity, double Contribution, string Basis);

namespace VoxelDose.Engine.Results;

/// <summary>One line of an uncertainty budget.</summary>
/// <param name="Name">"volume", "recovery", "calibration", "activity", "decay", "kernel" or "density".</param>
/// <param name="RelativeUncertainty">Relative standard uncertainty of the quantity.</param>
/// <param name="Sensitivity">Relative change of the mean dose per relative change of the quantity.</param>
/// <param name="Contribution">Share of the mean dose that the part alone makes uncertain: |sensitivity| x uncertainty.</param>
/// <param name="Basis">Where the uncertainty comes from.</param>
public sealed record UncertaintyPart(string Name, double RelativeUncertainty, double Sensitivity, double Contribution, string Basis);

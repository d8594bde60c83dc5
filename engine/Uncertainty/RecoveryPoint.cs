namespace VoxelDose.Engine.Uncertainty;

/// <summary>One measured recovery coefficient.</summary>
/// <param name="DiameterMm">Diameter of the sphere, mm.</param>
/// <param name="Coefficient">Measured over true activity concentration.</param>
/// <param name="RelativeUncertainty">Relative standard uncertainty of the coefficient.</param>
public readonly record struct RecoveryPoint(double DiameterMm, double Coefficient, double RelativeUncertainty);

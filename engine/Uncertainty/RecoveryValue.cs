namespace VoxelDose.Engine.Uncertainty;

/// <summary>A recovery coefficient read off a curve.</summary>
/// <param name="Coefficient">Measured over true activity concentration.</param>
/// <param name="RelativeUncertainty">Relative standard uncertainty at a fixed diameter.</param>
/// <param name="LogSlope">d ln R / d ln V.</param>
public readonly record struct RecoveryValue(double Coefficient, double RelativeUncertainty, double LogSlope);

namespace VoxelDose.Engine.Results;

/// <summary>Standard uncertainties of D_x from the method's statistics (jackknife over halves of the batches), Gy; null is unknown.</summary>
/// <param name="D98Gy">Of D98.</param>
/// <param name="D95Gy">Of D95.</param>
/// <param name="D90Gy">Of D90.</param>
/// <param name="D70Gy">Of D70.</param>
/// <param name="D50Gy">Of D50.</param>
/// <param name="D20Gy">Of D20.</param>
/// <param name="D5Gy">Of D5.</param>
/// <param name="D2Gy">Of D2.</param>
public sealed record DoseUncertainty(
    double? D98Gy, double? D95Gy, double? D90Gy, double? D70Gy, double? D50Gy, double? D20Gy, double? D5Gy, double? D2Gy);

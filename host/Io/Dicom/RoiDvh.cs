using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>A DVH of a ROI of a structure set.</summary>
/// <param name="RoiNumber">Number of the ROI there.</param>
/// <param name="VolumeMl">Volume of the samples that the curve is of, mL.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Statistics">Dose statistics of the same samples.</param>
internal sealed record RoiDvh(int RoiNumber, double VolumeMl, DvhCurve Curve, DoseStatistics Statistics);

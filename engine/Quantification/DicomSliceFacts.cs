namespace VoxelDose.Engine.Quantification;

/// <summary>Times that a DICOM header gives for one slice; null is not given.</summary>
/// <param name="AcquiredAt">Start of the slice's acquisition, as the scanner's clock showed it (0008,0022/0032, 0008,002A or 0018,9074).</param>
/// <param name="DecayFactor">Factor by which the scanner multiplied the slice for decay (0054,1321).</param>
/// <param name="FrameReferenceS">Time of the slice's mean count rate after the series' reference, s (0054,1300).</param>
/// <param name="FrameDurationS">Duration of the acquisition, s (0018,1242).</param>
public sealed record DicomSliceFacts(DateTime? AcquiredAt, double? DecayFactor, double? FrameReferenceS, double? FrameDurationS);

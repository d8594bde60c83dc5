using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Writes structures as an RT structure set: their outlines along voxel edges, voxels with half coverage or more inside, holes as keyholes.
/// </summary>
internal static class RtStructWriter
{
    private const string StudyClass = "1.2.840.10008.3.1.2.3.1"; // retired, and still what the sequence asks for
    private const int SeriesNumber = 9002;
    private const int Decimals = 4; // of a mm; more would only lengthen the file

    /// <summary>Makes the object; ROI numbers are the structures' places in the list, from 1.</summary>
    /// <param name="structures">The structures, in the dose frame.</param>
    /// <param name="export">What the run's objects share.</param>
    /// <param name="image">The image that lies in that frame, which planning systems show them on; null where it is no DICOM.</param>
    internal static DicomFile Create(IReadOnlyList<Structure> structures, DicomExport export, DicomVolume? image = null)
    {
        DicomDataset dataset = export.Begin(DicomUID.RTStructureSetStorage, "RTSTRUCT", SeriesNumber, "VoxelDose structures");
        export.AddFrameOfReference(dataset);
        dataset.AddOrUpdate(DicomTag.OperatorsName, "");
        dataset.AddOrUpdate(DicomTag.StructureSetLabel, "VoxelDose");
        export.AddTime(dataset, DicomTag.StructureSetDate, DicomTag.StructureSetTime);
        DicomDataset frame = new DicomDataset().AddOrUpdate(DicomTag.FrameOfReferenceUID, export.FrameOfReferenceUid);
        if (image is { Instances.Count: > 0 } && image.Header.TryGetText(DicomTag.StudyInstanceUID) is { } study && image.Header.TryGetText(DicomTag.SeriesInstanceUID) is { } series)
        {
            frame.AddOrUpdate(DicomTag.RTReferencedStudySequence, new DicomDataset()
                .AddOrUpdate(DicomTag.ReferencedSOPClassUID, StudyClass)
                .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, export.Uid(study))
                .AddOrUpdate(DicomTag.RTReferencedSeriesSequence, new DicomDataset()
                    .AddOrUpdate(DicomTag.SeriesInstanceUID, export.Uid(series))
                    .AddOrUpdate(DicomTag.ContourImageSequence, [.. image.Instances.Select(instance => new DicomDataset()
                        .AddOrUpdate(DicomTag.ReferencedSOPClassUID, instance.SopClassUid)
                        .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, export.Uid(instance.SopInstanceUid)))])));
        }

        dataset.AddOrUpdate(DicomTag.ReferencedFrameOfReferenceSequence, frame);
        var rois = new DicomSequence(DicomTag.StructureSetROISequence);
        var contours = new DicomSequence(DicomTag.ROIContourSequence);
        var observations = new DicomSequence(DicomTag.RTROIObservationsSequence);
        for (int i = 0; i < structures.Count; i++)
        {
            Structure structure = structures[i];
            int number = i + 1;
            rois.Items.Add(new DicomDataset()
                .AddOrUpdate(DicomTag.ROINumber, number)
                .AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, export.FrameOfReferenceUid)
                .AddOrUpdate(DicomTag.ROIName, export.NameOf(structure, number))
                .AddOrUpdate(DicomTag.ROIGenerationAlgorithm, structure.IsDerived ? "AUTOMATIC" : ""));
            observations.Items.Add(new DicomDataset()
                .AddOrUpdate(DicomTag.ObservationNumber, number)
                .AddOrUpdate(DicomTag.ReferencedROINumber, number)
                .AddOrUpdate(DicomTag.RTROIInterpretedType, structure.Role == StructureRole.Other ? "" : structure.Role == StructureRole.Tumor ? "GTV" : "ORGAN")
                .AddOrUpdate(DicomTag.ROIInterpreter, ""));
            contours.Items.Add(Contours(structure, number));
        }

        dataset.AddOrUpdate(rois).AddOrUpdate(contours).AddOrUpdate(observations);
        return new(dataset);
    }

    private static DicomDataset Contours(Structure structure, int number)
    {
        var roi = new DicomDataset().AddOrUpdate(DicomTag.ReferencedROINumber, number);
        if (structure.Color is { } color)
        {
            roi.AddOrUpdate(DicomTag.ROIDisplayColor, color.R, color.G, color.B);
        }

        var sequence = new DicomSequence(DicomTag.ContourSequence);
        foreach (IReadOnlyList<Vec3> outline in VoxelOutline.Trace(structure))
        {
            sequence.Items.Add(new DicomDataset()
                .AddOrUpdate(DicomTag.ContourGeometricType, "CLOSED_PLANAR")
                .AddOrUpdate(DicomTag.NumberOfContourPoints, outline.Count)
                .AddOrUpdate(DicomTag.ContourData, [.. outline.SelectMany(point => new[] { Math.Round(point.X, Decimals), Math.Round(point.Y, Decimals), Math.Round(point.Z, Decimals) })]));
        }

        return sequence.Items.Count > 0 ? roi.AddOrUpdate(sequence) : roi;
    }
}

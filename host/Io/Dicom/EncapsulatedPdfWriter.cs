namespace VoxelDose.Host.Io.Dicom;

/// <summary>Wraps a PDF as a DICOM object.</summary>
internal static class EncapsulatedPdfWriter
{
    private const int SeriesNumber = 9004;

    internal static DicomFile Create(byte[] pdf, string title, DicomExport export)
    {
        DicomDataset dataset = export.Begin(DicomUID.EncapsulatedPDFStorage, "DOC", SeriesNumber, "VoxelDose report");
        export.AddTime(dataset, DicomTag.ContentDate, DicomTag.ContentTime);
        dataset.AddOrUpdate(DicomTag.AcquisitionDateTime, "");
        dataset.AddOrUpdate(DicomTag.ConversionType, "WSD");
        dataset.AddOrUpdate(DicomTag.BurnedInAnnotation, export.IsDeidentified ? "NO" : "YES");
        dataset.AddOrUpdate(DicomTag.DocumentTitle, title);
        dataset.AddOrUpdate(DicomTag.ConceptNameCodeSequence, DicomExport.Code("18748-4", "LN", "Diagnostic Imaging Report"));
        dataset.AddOrUpdate(DicomTag.MIMETypeOfEncapsulatedDocument, "application/pdf");
        dataset.AddOrUpdate(DicomTag.EncapsulatedDocumentLength, pdf.Length);
        dataset.AddOrUpdate(new DicomElement(DicomTag.EncapsulatedDocument, DicomVR.OB, pdf));
        return new(dataset);
    }
}

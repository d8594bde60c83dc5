using System.Security.Cryptography;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// What the DICOM objects of one run share: patient, study, frame of reference, time and equipment. Patient and study are carried over
/// from the image where it is DICOM; with --deidentify they lose what the basic profile of PS3.15 (annex E) removes, empties or replaces.
/// </summary>
internal sealed class DicomExport
{
    private const string BasicProfileCode = "113100";

    private static readonly DicomTag[] CarriedOver =
    [
        DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.PatientAge, DicomTag.PatientSize,
        DicomTag.PatientWeight, DicomTag.StudyInstanceUID, DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.StudyID, DicomTag.AccessionNumber,
        DicomTag.ReferringPhysicianName, DicomTag.StudyDescription, DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod,
    ];

    // Type 2: there, if empty. The basic profile empties them (action Z) and removes the others (action X).
    private static readonly DicomTag[] Required =
    [
        DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.StudyDate, DicomTag.StudyTime,
        DicomTag.StudyID, DicomTag.AccessionNumber, DicomTag.ReferringPhysicianName,
    ];

    private readonly DicomDataset _common = new();
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly DicomUID _plan = DicomUID.Generate();
    private readonly DateTime _now;

    /// <summary>Gathers what the objects share.</summary>
    /// <param name="source">Header of the activity image; null where it is no DICOM.</param>
    /// <param name="frameOfReferenceUid">Frame of the dose grid; null makes a new one.</param>
    /// <param name="now">Time of the run.</param>
    /// <param name="softwareVersion">Version of the program.</param>
    /// <param name="deidentify">Whether to write nothing that tells whose data these are.</param>
    internal DicomExport(DicomDataset? source, string? frameOfReferenceUid, DateTime now, string softwareVersion, bool deidentify)
    {
        _now = now;
        IsDeidentified = deidentify;
        foreach (DicomTag tag in Required)
        {
            _common.AddOrUpdate(tag, "");
        }

        foreach (DicomTag tag in CarriedOver)
        {
            if (!deidentify && source?.TryGetText(tag) is { } text)
            {
                _common.AddOrUpdate(tag, text.Split('\\'));
            }
        }

        _common.AddOrUpdate(DicomTag.StudyInstanceUID, Uid(source?.TryGetText(DicomTag.StudyInstanceUID)).UID);
        FrameOfReferenceUid = Uid(frameOfReferenceUid).UID;
        _common.AddOrUpdate(DicomTag.Manufacturer, "The VoxelDose authors");
        _common.AddOrUpdate(DicomTag.ManufacturerModelName, "VoxelDose");
        _common.AddOrUpdate(DicomTag.DeviceSerialNumber, "0");
        _common.AddOrUpdate(DicomTag.SoftwareVersions, softwareVersion);
        if (deidentify)
        {
            _common.AddOrUpdate(DicomTag.PatientIdentityRemoved, "YES");
            _common.AddOrUpdate(DicomTag.DeidentificationMethod, "VoxelDose: basic profile of PS3.15");
            _common.AddOrUpdate(DicomTag.DeidentificationMethodCodeSequence, Code(BasicProfileCode, "DCM", "Basic Application Confidentiality Profile"));
            _common.AddOrUpdate(DicomTag.LongitudinalTemporalInformationModified, "REMOVED");
        }
    }

    internal bool IsDeidentified { get; }

    internal string FrameOfReferenceUid { get; }

    /// <summary>A coded concept.</summary>
    internal static DicomDataset Code(string value, string scheme, string meaning) => new DicomDataset()
        .AddOrUpdate(DicomTag.CodeValue, value)
        .AddOrUpdate(DicomTag.CodingSchemeDesignator, scheme)
        .AddOrUpdate(DicomTag.CodeMeaning, meaning);

    /// <summary>
    /// The plan that the run's doses refer to. There is none: PS3.3 C.8.8.3 has no word for a dose without plan or treatment record, so all
    /// name one that was never written.
    /// </summary>
    internal DicomDataset PlanReference() => new DicomDataset()
        .AddOrUpdate(DicomTag.ReferencedSOPClassUID, DicomUID.RTPlanStorage)
        .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, _plan);

    /// <summary>A UID of the source as it may stand in what is written; a new one for null.</summary>
    internal DicomUID Uid(string? original) =>
        original is null ? DicomUID.Generate() : IsDeidentified ? DicomUID.Derive(original, _secret) : new(original);

    /// <summary>The name of a structure as it may be written: by the basic profile free text goes, its role and number stay.</summary>
    internal string NameOf(Structure structure, int number) => IsDeidentified ? $"{structure.Role} {number}" : structure.Name;

    /// <summary>A new object of a series of its own, with all that the objects share.</summary>
    internal DicomDataset Begin(DicomUID sopClass, string modality, int seriesNumber, string description)
    {
        var dataset = new DicomDataset();
        foreach (DicomItem item in _common)
        {
            dataset.AddOrUpdate(item);
        }

        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        dataset.AddOrUpdate(DicomTag.SOPClassUID, sopClass);
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, DicomUID.Generate());
        dataset.AddOrUpdate(DicomTag.Modality, modality);
        dataset.AddOrUpdate(DicomTag.SeriesInstanceUID, DicomUID.Generate());
        dataset.AddOrUpdate(DicomTag.SeriesNumber, seriesNumber);
        dataset.AddOrUpdate(DicomTag.InstanceNumber, 1);
        if (!IsDeidentified)
        {
            AddTime(dataset, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime);
            dataset.AddOrUpdate(DicomTag.SeriesDescription, description);
        }

        return dataset;
    }

    /// <summary>Puts the time of the run under a date and a time; with --deidentify a date that tells nothing, where one is due.</summary>
    internal void AddTime(DicomDataset dataset, DicomTag date, DicomTag time)
    {
        DateTime value = IsDeidentified ? new(2000, 1, 1) : _now;
        dataset.AddOrUpdate(date, value.ToString("yyyyMMdd"));
        dataset.AddOrUpdate(time, value.ToString("HHmmss"));
    }

    /// <summary>Puts the frame of reference.</summary>
    internal void AddFrameOfReference(DicomDataset dataset)
    {
        dataset.AddOrUpdate(DicomTag.FrameOfReferenceUID, FrameOfReferenceUid);
        dataset.AddOrUpdate(DicomTag.PositionReferenceIndicator, "");
    }
}

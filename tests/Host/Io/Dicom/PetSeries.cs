using System.Buffers.Binary;
using System.Globalization;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>Writes a volume as a PET series, each slice with its own rescale slope, as scanners do.</summary>
internal sealed record PetSeries
{
    internal required string DecayCorrection { get; init; }

    internal required DateTime Injected { get; init; }

    internal required DateTime SeriesStart { get; init; }

    /// <summary>Acquisition of a slice, by z.</summary>
    internal required Func<int, DateTime> Acquired { get; init; }

    internal string Isotope { get; init; } = "^90^Yttrium";

    internal string PatientId { get; init; } = "P1";

    internal double HalfLifeS { get; init; } = 230550;

    internal double PositronFraction { get; init; } = 3.186e-5;

    /// <summary>Writes slices; values are multiplied by a factor of each slice first.</summary>
    internal void Write(string folder, Volume volume, Func<int, double> factor)
    {
        string series = DicomUID.Generate().UID;
        string frame = DicomUID.Generate().UID;
        string study = DicomUID.Generate().UID;
        int plane = volume.Grid.Size.X * volume.Grid.Size.Y;
        for (int z = 0; z < volume.Grid.Size.Z; z++)
        {
            float[] values = volume.Values.AsSpan(z * plane, plane).ToArray();
            double max = Math.Max(1e-6, values.Max(Math.Abs) * factor(z));
            string slope = DicomDataset.FormatDecimalString(max / 32767 * (1 + 1e-9));
            double step = double.Parse(slope, CultureInfo.InvariantCulture);
            byte[] bytes = new byte[2 * plane];
            for (int i = 0; i < plane; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)Math.Round(values[i] * factor(z) / step));
            }

            Vec3 at = volume.Grid.IndexToPoint.Apply(new(0, 0, z));
            Mat3 d = volume.Grid.Direction;
            var dataset = new DicomDataset();
            dataset.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.PositronEmissionTomographyImageStorage);
            dataset.AddOrUpdate(DicomTag.SOPInstanceUID, DicomUID.Generate());
            dataset.AddOrUpdate(DicomTag.StudyInstanceUID, study);
            dataset.AddOrUpdate(DicomTag.SeriesInstanceUID, series);
            dataset.AddOrUpdate(DicomTag.FrameOfReferenceUID, frame);
            dataset.AddOrUpdate(DicomTag.PatientName, "Müller^Käthe");
            dataset.AddOrUpdate(DicomTag.PatientID, PatientId);
            dataset.AddOrUpdate(DicomTag.Modality, "PT");
            dataset.AddOrUpdate(DicomTag.Units, "BQML");
            dataset.AddOrUpdate(DicomTag.DecayCorrection, DecayCorrection);
            dataset.AddOrUpdate(DicomTag.CorrectedImage, DecayCorrection == "NONE" ? ["ATTN", "SCAT"] : ["ATTN", "SCAT", "DECY"]);
            dataset.AddOrUpdate(DicomTag.SeriesDate, SeriesStart.ToString("yyyyMMdd"));
            dataset.AddOrUpdate(DicomTag.SeriesTime, SeriesStart.ToString("HHmmss.ffffff"));
            dataset.AddOrUpdate(DicomTag.AcquisitionDate, Acquired(z).ToString("yyyyMMdd"));
            dataset.AddOrUpdate(DicomTag.AcquisitionTime, Acquired(z).ToString("HHmmss.ffffff"));
            dataset.AddOrUpdate(DicomTag.RadiopharmaceuticalInformationSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.RadiopharmaceuticalStartDateTime, Injected.ToString("yyyyMMddHHmmss"))
                .AddOrUpdate(DicomTag.RadiopharmaceuticalStartTime, Injected.ToString("HHmmss"))
                .AddOrUpdate(DicomTag.RadionuclideHalfLife, HalfLifeS)
                .AddOrUpdate(DicomTag.RadionuclidePositronFraction, PositronFraction)
                .AddOrUpdate(DicomTag.RadionuclideCodeSequence, new DicomDataset().AddOrUpdate(DicomTag.CodeMeaning, Isotope)));
            dataset.AddOrUpdate(DicomTag.ImagePositionPatient, at.X, at.Y, at.Z);
            dataset.AddOrUpdate(DicomTag.ImageOrientationPatient, d.ColumnX.X, d.ColumnX.Y, d.ColumnX.Z, d.ColumnY.X, d.ColumnY.Y, d.ColumnY.Z);
            dataset.AddOrUpdate(DicomTag.PixelSpacing, volume.Grid.SpacingMm.Y, volume.Grid.SpacingMm.X);
            dataset.AddOrUpdate(DicomTag.SliceThickness, volume.Grid.SpacingMm.Z);
            dataset.AddOrUpdate(DicomTag.Rows, volume.Grid.Size.Y);
            dataset.AddOrUpdate(DicomTag.Columns, volume.Grid.Size.X);
            dataset.AddOrUpdate(DicomTag.SamplesPerPixel, 1);
            dataset.AddOrUpdate(DicomTag.PhotometricInterpretation, "MONOCHROME2");
            dataset.AddOrUpdate(DicomTag.BitsAllocated, 16);
            dataset.AddOrUpdate(DicomTag.BitsStored, 16);
            dataset.AddOrUpdate(DicomTag.HighBit, 15);
            dataset.AddOrUpdate(DicomTag.PixelRepresentation, 1);
            dataset.AddOrUpdate(DicomTag.RescaleSlope, slope);
            dataset.AddOrUpdate(DicomTag.RescaleIntercept, 0);
            dataset.AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OW, bytes));
            // Names that do not sort as the slices do.
            new DicomFile(dataset).Save(Path.Combine(folder, $"{(z * 37) % 997:000}-{z}.dcm"));
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Writes a dose volume as RTDOSE: unsigned 32-bit integers, planes placed by GridFrameOffsetVector.</summary>
internal static class RtDoseWriter
{
    private const int SeriesNumber = 9001;

    /// <summary>What was written.</summary>
    /// <param name="File">The object, ready to be saved.</param>
    /// <param name="NegativeVoxels">Number of negative values, which the format cannot hold and which are written as 0.</param>
    /// <param name="LowestGy">The lowest value before that, Gy.</param>
    /// <param name="HighestGy">The highest value, Gy; 0 where none is above 0.</param>
    /// <param name="StepGy">DoseGridScaling: the step between neighbouring values, Gy.</param>
    internal sealed record Result(DicomFile File, long NegativeVoxels, double LowestGy, double HighestGy, double StepGy);

    /// <summary>Makes the object.</summary>
    /// <param name="dose">Dose, Gy.</param>
    /// <param name="comment">Method and convention, for DoseComment.</param>
    /// <param name="export">What the run's objects share.</param>
    /// <param name="structureSet">The structure set that <paramref name="dvhs"/> count ROIs of; null writes no DVHs.</param>
    /// <param name="dvhs">Cumulative DVHs by ROI number of that structure set.</param>
    internal static Result Create(
        Volume dose, string comment, DicomExport export, DicomDataset? structureSet, IReadOnlyList<RoiDvh> dvhs)
    {
        DicomGridWriter grid = DicomGridWriter.Of(dose.Grid);
        (double lowest, double highest, long negative) = Range(dose.Values);
        string scaling = ScalingFor(highest);
        double step = double.Parse(scaling, CultureInfo.InvariantCulture);

        DicomDataset dataset = export.Begin(DicomUID.RTDoseStorage, "RTDOSE", SeriesNumber, "VoxelDose absorbed dose");
        export.AddFrameOfReference(dataset);
        dataset.AddOrUpdate(DicomTag.OperatorsName, "");
        Size3 size = dose.Grid.Size;
        dataset.AddOrUpdate(DicomTag.SamplesPerPixel, 1);
        dataset.AddOrUpdate(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.AddOrUpdate(DicomTag.Rows, size.Y);
        dataset.AddOrUpdate(DicomTag.Columns, size.X);
        dataset.AddOrUpdate(DicomTag.BitsAllocated, 32);
        dataset.AddOrUpdate(DicomTag.BitsStored, 32);
        dataset.AddOrUpdate(DicomTag.HighBit, 31);
        dataset.AddOrUpdate(DicomTag.PixelRepresentation, 0);
        dataset.AddOrUpdate(DicomTag.NumberOfFrames, size.Z);
        dataset.AddOrUpdate(DicomTag.FrameIncrementPointer, DicomTag.GridFrameOffsetVector);
        dataset.AddOrUpdate(DicomTag.GridFrameOffsetVector, [.. Enumerable.Range(0, size.Z).Select(z => z * dose.Grid.SpacingMm.Z)]);
        dataset.AddOrUpdate(DicomTag.ImagePositionPatient, grid.Position(0));
        dataset.AddOrUpdate(DicomTag.ImageOrientationPatient, grid.Orientation());
        dataset.AddOrUpdate(DicomTag.PixelSpacing, grid.PixelSpacing());
        dataset.AddOrUpdate(DicomTag.SliceThickness, dose.Grid.SpacingMm.Z);
        dataset.AddOrUpdate(DicomTag.DoseUnits, "GY");
        dataset.AddOrUpdate(DicomTag.DoseType, "PHYSICAL");
        dataset.AddOrUpdate(DicomTag.DoseSummationType, "PLAN");
        dataset.AddOrUpdate(DicomTag.ReferencedRTPlanSequence, export.PlanReference()); // due with PLAN, which is what treatment planning systems take in
        dataset.AddOrUpdate(DicomTag.DoseComment, comment);
        dataset.AddOrUpdate(DicomTag.DoseGridScaling, scaling);
        dataset.AddOrUpdate(DicomTag.TissueHeterogeneityCorrection, "IMAGE");
        if (structureSet is not null && dvhs.Count > 0)
        {
            dataset.AddOrUpdate(DicomTag.ReferencedStructureSetSequence, Reference(structureSet));
            dataset.AddOrUpdate(DicomTag.DVHSequence, [.. dvhs.Select(Dvh)]);
        }

        dataset.AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OW, Pixels(dose, grid, step)));
        return new(new(dataset), negative, lowest, highest, step);
    }

    /// <summary>The item that refers to an object.</summary>
    internal static DicomDataset Reference(DicomDataset target) => new DicomDataset()
        .AddOrUpdate(DicomTag.ReferencedSOPClassUID, target.GetSingleValue<string>(DicomTag.SOPClassUID))
        .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, target.GetSingleValue<string>(DicomTag.SOPInstanceUID));

    private static (double Lowest, double Highest, long Negative) Range(float[] values)
    {
        double lowest = double.PositiveInfinity;
        double highest = 0;
        long negative = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidInputException("the dose holds a value that is not finite; RTDOSE cannot hold it");
            }

            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
            negative += value < 0 ? 1 : 0;
        }

        return (lowest, highest, negative);
    }

    /// <summary>The step as a decimal string that is not below highest / (2^32 - 1): 16 characters round it, downward would overflow.</summary>
    private static string ScalingFor(double highest)
    {
        double exact = highest > 0 ? highest / uint.MaxValue : 1;
        string text = DicomDataset.FormatDecimalString(exact);
        for (double raised = exact; double.Parse(text, CultureInfo.InvariantCulture) < exact;)
        {
            raised *= 1 + 1e-9; // the string carries ten digits at least
            text = DicomDataset.FormatDecimalString(raised);
        }

        return text;
    }

    private static byte[] Pixels(Volume dose, DicomGridWriter grid, double step)
    {
        int plane = dose.Grid.Size.X * dose.Grid.Size.Y;
        if (4L * dose.Values.Length > Array.MaxLength)
        {
            throw new InvalidInputException($"{dose.Grid.Size} voxels of 4 bytes are more than one DICOM file holds; leave --dicom-out out");
        }

        byte[] bytes = new byte[4 * dose.Values.Length];
        for (int z = 0; z < dose.Grid.Size.Z; z++)
        {
            int source = grid.ArrayPlane(z) * plane;
            for (int i = 0; i < plane; i++)
            {
                double stored = Math.Clamp(Math.Round(dose.Values[source + i] / step), 0, uint.MaxValue);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * ((z * plane) + i)), (uint)stored);
            }
        }

        return bytes;
    }

    /// <summary>A cumulative DVH: pairs of the width of a dose bin and the volume that has at least the dose at its end.</summary>
    private static DicomDataset Dvh(RoiDvh roi)
    {
        double[] data = new double[2 * roi.Curve.DoseGy.Count];
        double last = 0;
        for (int i = 0; i < roi.Curve.DoseGy.Count; i++)
        {
            data[2 * i] = roi.Curve.DoseGy[i] - last;
            data[(2 * i) + 1] = roi.Curve.VolumeFraction[i] * roi.VolumeMl;
            last = roi.Curve.DoseGy[i];
        }

        DicomDataset referenced = new DicomDataset()
            .AddOrUpdate(DicomTag.DVHROIContributionType, "INCLUDED")
            .AddOrUpdate(DicomTag.ReferencedROINumber, roi.RoiNumber);
        DicomDataset dvh = new DicomDataset()
            .AddOrUpdate(DicomTag.DVHReferencedROISequence, referenced)
            .AddOrUpdate(DicomTag.DVHType, "CUMULATIVE")
            .AddOrUpdate(DicomTag.DoseUnits, "GY")
            .AddOrUpdate(DicomTag.DoseType, "PHYSICAL")
            .AddOrUpdate(DicomTag.DVHDoseScaling, 1)
            .AddOrUpdate(DicomTag.DVHVolumeUnits, "CM3")
            .AddOrUpdate(DicomTag.DVHNumberOfBins, roi.Curve.DoseGy.Count)
            .AddOrUpdate(DicomTag.DVHData, data);
        foreach ((DicomTag tag, double? value) in new[]
        {
            (DicomTag.DVHMinimumDose, roi.Statistics.MinGy), (DicomTag.DVHMaximumDose, roi.Statistics.MaxGy), (DicomTag.DVHMeanDose, roi.Statistics.MeanGy),
        })
        {
            if (value is { } gray)
            {
                dvh.AddOrUpdate(tag, gray);
            }
        }

        return dvh;
    }
}

using System.Buffers.Binary;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>Reconstructed NM images and enhanced PET, written by the test: same values at the same points, or a refusal.</summary>
public sealed class DicomMultiframeTests : IDisposable
{
    private const int Columns = 4;
    private const int Rows = 3;
    private const int Frames = 5;
    private static readonly DecayData Y90 = EnergyConventions.Get("Y-90", "ddep");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(4.5, false)]
    [InlineData(-4.5, false)]
    [InlineData(4.5, true)]
    [InlineData(-4.5, true)]
    public void Nm_SlicesUpOrDown_LieAlongTheNormalByTheSignOfTheSpacing(double stepMm, bool isCoronal)
    {
        // PS3.3 C.8.4.15: positive is behind the first slice, along row x column.
        Vec3 first = new(-20, -30, 100);
        Vec3 row = new(1, 0, 0);
        Vec3 column = isCoronal ? new(0, 0, -1) : new(0, 1, 0);
        DicomDataset nm = Nm(stepMm, first, row, column);
        Volume volume = Read(nm).Volume;
        Assert.Equal(Frames, volume.Grid.Size.Z);
        for (int f = 0; f < Frames; f++)
        {
            for (int r = 0; r < Rows; r++)
            {
                for (int c = 0; c < Columns; c++)
                {
                    Vec3 at = first + (4 * c * row) + (5 * r * column) + (f * stepMm * Vec3.Cross(row, column));
                    Assert.Equal(Stored(f, r, c), ValueAt(volume, at));
                }
            }
        }
    }

    [Fact]
    public void Nm_SliceVectorDescending_PlacesFramesByIt()
    {
        DicomDataset nm = Nm(4.5, new(0, 0, 0), new(1, 0, 0), new(0, 1, 0)).AddOrUpdate(DicomTag.SliceVector, 5, 4, 3, 2, 1);
        Volume volume = Read(nm).Volume;
        Assert.Equal(Stored(4, 0, 0), ValueAt(volume, new(0, 0, 0)));
        Assert.Equal(Stored(0, 0, 0), ValueAt(volume, new(0, 0, 18)));
    }

    [Fact]
    public void Nm_WithoutWhatPlacesIt_IsRefused()
    {
        DicomDataset Good() => Nm(4.5, new(0, 0, 0), new(1, 0, 0), new(0, 1, 0));
        DicomDataset spacing = Good();
        spacing.Remove(DicomTag.SpacingBetweenSlices);
        Assert.Contains("SpacingBetweenSlices", Refusal(spacing), StringComparison.Ordinal);
        DicomDataset projections = Good().AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "TOMO", "EMISSION");
        Assert.Contains("RECON TOMO", Refusal(projections), StringComparison.Ordinal);
        DicomDataset detectors = Good();
        detectors.GetSequence(DicomTag.DetectorInformationSequence).Items.Add(new());
        Assert.Contains("2 items", Refusal(detectors), StringComparison.Ordinal);
        DicomDataset gated = Good()
            .AddOrUpdate(new DicomElement(DicomTag.FrameIncrementPointer, DicomVR.AT, new byte[] { 0x54, 0, 0x80, 0, 0x54, 0, 0x70, 0 }))
            .AddOrUpdate(DicomTag.TimeSlotVector, 1, 1, 1, 2, 2);
        Assert.Contains("TimeSlotVector", Refusal(gated), StringComparison.Ordinal);
        Assert.Contains("at the same place", Refusal(Good().AddOrUpdate(DicomTag.SliceVector, 1, 2, 3, 3, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nm_RealWorldValuesInBqPerMl_AreTheFactorOfItsCounts()
    {
        DicomDataset Mapped(double intercept) => Nm(4.5, new(0, 0, 0), new(1, 0, 0), new(0, 1, 0))
            .AddOrUpdate(DicomTag.RadiopharmaceuticalInformationSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.RadionuclideCodeSequence, DicomExport.Code("14691008", "SCT", "^90^Yttrium")))
            .AddOrUpdate(DicomTag.RealWorldValueMappingSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.RealWorldValueSlope, 2.5)
                .AddOrUpdate(DicomTag.RealWorldValueIntercept, intercept)
                .AddOrUpdate(DicomTag.MeasurementUnitsCodeSequence, DicomExport.Code("Bq/ml", "UCUM", "Becquerels/milliliter")));
        DicomImageFacts facts = Read(Mapped(0)).Facts;
        DicomCalibration calibration = DicomQuantification.Resolve(
            facts, new() { HoursAfterAdministration = 0 }, ImageModality.Y90Spect, isAbsolute: true, Y90);
        Assert.Equal((ImageUnits.Counts, 2.5), (calibration.Units, calibration.BqPerMlPerCount));
        Assert.Contains(calibration.Warnings, warning => warning.Code == "real-world-values");
        Assert.Contains("proportional", Refusal(Mapped(3)), StringComparison.Ordinal);
    }

    [Fact]
    public void EnhancedPet_FramesInAnyOrderWithTheirOwnSlopes_AreReadAndDecayCorrected()
    {
        DateTime injected = new(2026, 3, 2, 10, 30, 0);
        DicomVolume read = Read(EnhancedPet(injected));
        Assert.Equal((new Size3(Columns, Rows, Frames), new Vec3(4, 5, 3)), (read.Volume.Grid.Size, read.Volume.Grid.SpacingMm));
        for (int f = 0; f < Frames; f++)
        {
            Assert.Equal(Stored(f, 2, 3) * (f + 1) * 10f, ValueAt(read.Volume, new(-20 + 12, -30 + 10, 50 + (3 * ZOf(f)))));
        }

        Assert.Equal("BQML", read.Facts.Units);
        DicomCalibration calibration = DicomQuantification.Resolve(read.Facts, new(), ImageModality.Y90Pet, isAbsolute: true, Y90);
        Assert.Equal(Y90.DecayFactor(24), calibration.Timing!.DecayFactor, 1e-9); // DecayCorrectionDateTime is a day after injection
        Assert.Equal(injected.AddHours(24).AddMinutes(2), read.Facts.Slices[2].AcquiredAt);
    }

    [Fact]
    public void EnhancedPet_NotDecayCorrected_EachFrameAtItsAcquisition()
    {
        DicomDataset pet = EnhancedPet(new(2026, 3, 2, 10, 30, 0)).AddOrUpdate(DicomTag.DecayCorrected, "NO");
        pet.Remove(DicomTag.DecayCorrectionDateTime);
        DicomCalibration calibration = DicomQuantification.Resolve(Read(pet).Facts, new(), ImageModality.Y90Pet, isAbsolute: true, Y90);
        Assert.Equal(Y90.DecayFactor(24 + (3 / 60.0)), calibration.Timing!.SliceFactors![3], 1e-9);
    }

    [Fact]
    public void EnhancedPet_UnitsNotThoseOfTheValues_OrNotCorrected_IsRefused()
    {
        DicomDataset pet = EnhancedPet(new(2026, 3, 2, 10, 30, 0));
        DicomDataset mapping = pet.GetItems(DicomTag.PerFrameFunctionalGroupsSequence)[1].GetFirstItem(DicomTag.RealWorldValueMappingSequence)!;
        mapping.AddOrUpdate(DicomTag.RealWorldValueSlope, 7);
        Assert.Contains("RealWorldValueMappingSequence", Refusal(pet), StringComparison.Ordinal);
        DicomDataset notCorrected = EnhancedPet(new(2026, 3, 2, 10, 30, 0)).AddOrUpdate(DicomTag.AttenuationCorrected, "NO");
        DicomImageFacts facts = Read(notCorrected).Facts;
        Assert.Contains("ATTN", Assert.Throws<InvalidInputException>(
            () => DicomQuantification.Resolve(facts, new(), ImageModality.Y90Pet, isAbsolute: true, Y90)).Message, StringComparison.Ordinal);
    }

    private static int Stored(int frame, int row, int column) => (100 * frame) + (10 * row) + column;

    /// <summary>Where a frame of the enhanced image lies: not in the order of the file.</summary>
    private static int ZOf(int frame) => (frame * 2) % Frames;

    private static float ValueAt(Volume volume, Vec3 point)
    {
        Vec3 at = volume.Grid.PointToIndex.Apply(point);
        (int x, int y, int z) = ((int)Math.Round(at.X), (int)Math.Round(at.Y), (int)Math.Round(at.Z));
        Assert.True((at - new Vec3(x, y, z)).Length < 1e-6, $"{point} lies between voxels, at {at}");
        return volume.Values[x + (volume.Grid.Size.X * (y + (volume.Grid.Size.Y * z)))];
    }

    private static DicomDataset Nm(double stepMm, Vec3 first, Vec3 row, Vec3 column) => Image(DicomUID.NuclearMedicineImageStorage, "NM")
        .AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION")
        .AddOrUpdate(DicomTag.PixelSpacing, 5, 4)
        .AddOrUpdate(DicomTag.SliceThickness, 4.5)
        .AddOrUpdate(DicomTag.SpacingBetweenSlices, stepMm)
        .AddOrUpdate(DicomTag.FrameIncrementPointer, DicomTag.SliceVector)
        .AddOrUpdate(DicomTag.SliceVector, 1, 2, 3, 4, 5)
        .AddOrUpdate(DicomTag.DetectorInformationSequence, new DicomDataset()
            .AddOrUpdate(DicomTag.ImagePositionPatient, first.X, first.Y, first.Z)
            .AddOrUpdate(DicomTag.ImageOrientationPatient, row.X, row.Y, row.Z, column.X, column.Y, column.Z));

    private static DicomDataset EnhancedPet(DateTime injected)
    {
        DateTime scanned = injected.AddHours(24);
        var frames = new DicomSequence(DicomTag.PerFrameFunctionalGroupsSequence);
        for (int f = 0; f < Frames; f++)
        {
            double slope = (f + 1) * 10;
            frames.Items.Add(new DicomDataset()
                .AddOrUpdate(DicomTag.FrameContentSequence, new DicomDataset()
                    .AddOrUpdate(DicomTag.FrameAcquisitionDateTime, scanned.AddMinutes(ZOf(f)).ToString("yyyyMMddHHmmss")))
                .AddOrUpdate(DicomTag.PlanePositionSequence, new DicomDataset().AddOrUpdate(DicomTag.ImagePositionPatient, -20, -30, 50 + (3 * ZOf(f))))
                .AddOrUpdate(DicomTag.PixelValueTransformationSequence, new DicomDataset()
                    .AddOrUpdate(DicomTag.RescaleSlope, slope)
                    .AddOrUpdate(DicomTag.RescaleIntercept, 0))
                .AddOrUpdate(DicomTag.RealWorldValueMappingSequence, new DicomDataset()
                    .AddOrUpdate(DicomTag.RealWorldValueSlope, slope)
                    .AddOrUpdate(DicomTag.RealWorldValueIntercept, 0)
                    .AddOrUpdate(DicomTag.MeasurementUnitsCodeSequence, DicomExport.Code("Bq/ml", "UCUM", "Becquerels/milliliter"))));
        }

        return Image(new("1.2.840.10008.5.1.4.1.1.130"), "PT")
            .AddOrUpdate(DicomTag.DecayCorrected, "YES")
            .AddOrUpdate(DicomTag.DecayCorrectionDateTime, scanned.ToString("yyyyMMddHHmmss"))
            .AddOrUpdate(DicomTag.AttenuationCorrected, "YES")
            .AddOrUpdate(DicomTag.RadiopharmaceuticalInformationSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.RadiopharmaceuticalStartDateTime, injected.ToString("yyyyMMddHHmmss"))
                .AddOrUpdate(DicomTag.RadionuclideHalfLife, 230550)
                .AddOrUpdate(DicomTag.RadionuclideCodeSequence, DicomExport.Code("14691008", "SCT", "^90^Yttrium")))
            .AddOrUpdate(DicomTag.SharedFunctionalGroupsSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.PlaneOrientationSequence, new DicomDataset().AddOrUpdate(DicomTag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0))
                .AddOrUpdate(DicomTag.PixelMeasuresSequence, new DicomDataset().AddOrUpdate(DicomTag.PixelSpacing, 5, 4).AddOrUpdate(DicomTag.SliceThickness, 3)))
            .AddOrUpdate(frames);
    }

    private static DicomDataset Image(DicomUID sopClass, string modality)
    {
        byte[] pixels = new byte[2 * Frames * Rows * Columns];
        for (int i = 0; i < pixels.Length / 2; i++)
        {
            int stored = Stored(i / (Rows * Columns), i / Columns % Rows, i % Columns);
            BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(2 * i), (ushort)stored);
        }

        return new DicomDataset()
            .AddOrUpdate(DicomTag.SOPClassUID, sopClass)
            .AddOrUpdate(DicomTag.SOPInstanceUID, DicomUID.Generate())
            .AddOrUpdate(DicomTag.SeriesInstanceUID, DicomUID.Generate())
            .AddOrUpdate(DicomTag.Modality, modality)
            .AddOrUpdate(DicomTag.NumberOfFrames, Frames)
            .AddOrUpdate(DicomTag.SamplesPerPixel, 1)
            .AddOrUpdate(DicomTag.PhotometricInterpretation, "MONOCHROME2")
            .AddOrUpdate(DicomTag.Rows, Rows)
            .AddOrUpdate(DicomTag.Columns, Columns)
            .AddOrUpdate(DicomTag.BitsAllocated, 16)
            .AddOrUpdate(DicomTag.BitsStored, 16)
            .AddOrUpdate(DicomTag.HighBit, 15)
            .AddOrUpdate(DicomTag.PixelRepresentation, 0)
            .AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OW, pixels));
    }

    private DicomVolume Read(DicomDataset dataset)
    {
        string path = Path.Combine(_folder.FullName, "image.dcm");
        new DicomFile(dataset).Save(path);
        return DicomVolumeReader.Read(path);
    }

    private string Refusal(DicomDataset dataset) => Assert.Throws<InvalidInputException>(() => Read(dataset)).Message;
}

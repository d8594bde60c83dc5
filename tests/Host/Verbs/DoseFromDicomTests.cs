using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Tests.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>The verb dose on folders of DICOM and with DICOM output.</summary>
public sealed class DoseFromDicomTests
{
    private static readonly DateTime Injected = new(2026, 2, 27, 16, 40, 0);

    [Theory]
    [InlineData("START")]
    [InlineData("NONE")]
    public void Folder_GivesTheDosesOfTheNrrd_WithinATenthOfAPercent(string correction)
    {
        using Invocation nrrd = new();
        using Invocation dicom = new();
        (Volume image, string structures) = Inputs(nrrd);
        string file = nrrd.InputPath("pet.nrrd");
        VolumeFile.Write(file, image, "activity", "Bq/ml");
        string folder = dicom.InputPath("pet");
        Directory.CreateDirectory(folder);
        DateTime start = Injected.AddDays(2);
        Series(correction, start).Write(folder, image, _ => 1 / Math.Pow(2, 48 / 64.0416));

        nrrd.Dose("--activity", file, "--modality", "y90-pet", "--activity-units", "bq-per-ml", "--calibration", "absolute",
            "--hours-after-administration", "0", "--structures", structures, "--device", "cpu", "--method", "ldm");
        dicom.Dose("--activity", folder, "--structures", structures, "--device", "cpu", "--method", "ldm", "--dicom-out");
        Assert.Equal((0, 0), (nrrd.ExitCode, dicom.ExitCode));
        StructureResult expected = nrrd.Results.Structures.Single(s => s.Name == "tumor");
        StructureResult found = dicom.Results.Structures.Single(s => s.Name == "tumor");
        Assert.Equal(expected.Dose["ldm"].MeanGy!.Value, found.Dose["ldm"].MeanGy!.Value, 1e-3 * expected.Dose["ldm"].MeanGy!.Value);
        Assert.Contains(correction, dicom.Results.Quantification.ReferenceTimeRule, StringComparison.Ordinal);
        Assert.DoesNotContain(dicom.Results.Warnings, warning => warning.Code == "modality-assumed");

        // What was written is in the frame of the PET and holds the dose of the volume file.
        DicomVolume rtDose = DicomVolumeReader.Read(Path.Combine(dicom.Out, "RTDOSE.dcm"));
        Volume dose = VolumeFile.Read(Path.Combine(dicom.Out, "dose-ldm.nii.gz")).Volume;
        Assert.Equal(dose.Values.Max(), rtDose.Volume.Values.Max(), 1e-6 * dose.Values.Max());
        Assert.Equal(DicomVolumeReader.Read(folder).FrameOfReferenceUid, rtDose.FrameOfReferenceUid);
        DicomDataset frame = DicomFile.Open(Path.Combine(dicom.Out, "RTSTRUCT.dcm")).Dataset.GetFirstItem(DicomTag.ReferencedFrameOfReferenceSequence)!;
        DicomDataset series = frame.GetFirstItem(DicomTag.RTReferencedStudySequence)!.GetFirstItem(DicomTag.RTReferencedSeriesSequence)!;
        Assert.Equal(
            DicomVolumeReader.Read(folder).Instances.Select(instance => instance.SopInstanceUid),
            series.GetItems(DicomTag.ContourImageSequence).Select(item => item.GetSingleValue<string>(DicomTag.ReferencedSOPInstanceUID)));
        Assert.Equal(StructureFile.Read(structures).Select(s => s.Name), StructureFile.Read(Path.Combine(dicom.Out, "RTSTRUCT.dcm")).Take(2).Select(s => s.Name));
    }

    [Fact]
    public void TransformOfAnInputThatIsNotGiven_IsWrongUsage()
    {
        using Invocation run = new();
        Assert.Equal(2, run.Dose("--activity", "pet", "--transform", "ct=shift.tfm").ExitCode);
    }

    [Fact]
    public void HeaderOfAnotherIsotope_ExitsWithBadInput()
    {
        using Invocation run = new();
        (Volume image, string structures) = Inputs(run);
        string folder = run.InputPath("pet");
        Directory.CreateDirectory(folder);
        (Series("START", Injected.AddDays(1)) with { Isotope = "^68^Germanium", HalfLifeS = 23410080, PositronFraction = 0.89 }).Write(folder, image, _ => 1);
        run.Dose("--activity", folder, "--structures", structures, "--device", "cpu", "--method", "ldm");
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void StructuresOfAnotherFrame_AreRefusedUnlessAssumedRegistered()
    {
        using Invocation refused = new();
        (Volume image, string structures) = Inputs(refused);
        string folder = refused.InputPath("pet");
        Directory.CreateDirectory(folder);
        Series("ADMIN", Injected.AddDays(1)).Write(folder, image, _ => 1);
        string rt = refused.InputPath("rt.dcm");
        RtStructWriter.Create(StructureFile.Read(structures), SegTests.Export()).Save(rt);
        refused.Dose("--activity", folder, "--structures", rt, "--device", "cpu", "--method", "ldm");
        Assert.Equal(3, refused.ExitCode);
        using Invocation assumed = new();
        assumed.Dose("--activity", folder, "--structures", rt, "--device", "cpu", "--method", "ldm", "--assume-registered");
        Assert.Equal(0, assumed.ExitCode);
        Assert.Contains(assumed.Results.Warnings, warning => warning.Code == "frame-of-reference-differs");
    }

    [Fact]
    public void StructuresOfAnotherFrame_WithARegistration_GiveWhatTheyGiveInPlace()
    {
        using Invocation run = new();
        (Volume image, string structures) = Inputs(run);
        string folder = run.InputPath("pet");
        Directory.CreateDirectory(folder);
        Series("ADMIN", Injected.AddDays(1)).Write(folder, image, _ => 1);
        IReadOnlyList<Structure> inPlace = StructureFile.Read(structures);
        using Invocation expected = new();
        expected.Dose("--activity", folder, "--structures", structures, "--device", "cpu", "--method", "ldm");

        // The same structures 30 mm further along x, in a frame of their own, and the matrix of that frame into the PET's.
        AffineTransform back = new(Mat3.Identity, new(-30, 0, 0));
        DicomFile moved = SegWriter.Create([.. inPlace.Select(structure => structure.SeenFrom(back))], SegTests.Export());
        string seg = run.InputPath("moved.dcm");
        moved.Save(seg);
        string reg = run.InputPath("reg.dcm");
        string pet = DicomVolumeReader.Read(folder).FrameOfReferenceUid!;
        SpatialRegistrationTests.Registration(
            moved.Dataset.GetSingleValue<string>(DicomTag.FrameOfReferenceUID), pet, [1, 0, 0, -30, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]).Save(reg);
        run.Dose("--activity", folder, "--structures", seg, "--transform", $"structures={reg}", "--device", "cpu", "--method", "ldm");

        Assert.Equal((0, 0), (expected.ExitCode, run.ExitCode));
        foreach ((StructureResult a, StructureResult b) in expected.Results.Structures.Zip(run.Results.Structures))
        {
            Assert.Equal(a.Dose["ldm"].MeanGy!.Value, b.Dose["ldm"].MeanGy!.Value, 1e-9 * a.Dose["ldm"].MeanGy!.Value);
        }
    }

    private static PetSeries Series(string correction, DateTime start) =>
        new() { DecayCorrection = correction, Injected = Injected, SeriesStart = start, Acquired = _ => start };

    /// <summary>A hot block in a warm liver, and both as a segmentation.</summary>
    private static (Volume Image, string Structures) Inputs(Invocation run)
    {
        var grid = new VoxelGrid(new(24, 20, 16), new(4, 4, 3), new(-50, 20, -400), Mat3.Identity);
        bool IsTumor(int i) => i % 24 is > 8 and < 15 && i / 24 % 20 is > 6 and < 13 && i / 480 is > 4 and < 11;
        var image = new Volume(grid, [.. Enumerable.Range(0, (int)grid.Size.Count).Select(i => IsTumor(i) ? 4e6f + i : 4e5f + i)]);
        string path = run.InputPath("structures.dcm");
        Structure liver = Structure.FromCoverage("liver", StructureRole.Liver, null, grid, _ => 1);
        Structure tumor = Structure.FromCoverage("tumor", StructureRole.Tumor, null, grid, i => IsTumor(i) ? 1 : 0);
        DicomFile seg = SegWriter.Create([liver, tumor], SegTests.Export());
        seg.Dataset.Remove(DicomTag.FrameOfReferenceUID); // as of a file that tells none: taken as registered, with a warning
        seg.Save(path);
        return (image, path);
    }
}

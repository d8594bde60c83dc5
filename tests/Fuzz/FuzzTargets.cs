using System.Text;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Batch.Manifest;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Planning;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Io.Dicom;
using VoxelDose.Tests.Host.Reports;

namespace VoxelDose.Tests.Fuzz;

/// <summary>Every reader of the program with good files from the tests, small ones, so that many mutants fit into a minute.</summary>
internal static class FuzzTargets
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Host", "Io", "Golden");

    // Of kinds that the tests' own writers do not make; none that starts a child process.
    private static readonly string[] SharedDicom =
    [
        "fodicom_pet/GH184.dcm", "highdicom/ct_image.dcm", "highdicom/sr_document.dcm", "pydicom-data/liver_deflate.dcm", "pydicom-data/liver_rle.dcm",
        "pydicom-data/JPEG-LL.dcm", "pydicom-data/bad_sequence.dcm",
    ];

    private static readonly string[] SharedStructures =
    [
        "highdicom/seg_image_ct_binary_overlap.dcm", "highdicom/seg_image_ct_true_fractional.dcm", "rt-utils/rt.dcm", "rt-utils/invalid_reference_rt.dcm",
    ];

    /// <summary>All readers.</summary>
    /// <param name="folder">Where the mutants will lie; data files of detached headers are put there.</param>
    internal static IReadOnlyList<FuzzTarget> All(TemporaryFolder folder)
    {
        File.Copy(Path.Combine(Golden, "itk-int16-little.zraw"), folder.PathOf("itk-int16-little.zraw"));
        folder.Write("data.raw", new string('x', 24));
        return
        [
            Volume("NIfTI", "m.nii", "nibabel1-int16-little.nii", "nibabel1-float64-big.nii", "nibabel2-float64-big.nii", "nibabel-scaled.nii", "nibabel1-float64-big-qform.nii"),
            Volume("NIfTI gzip", "m.nii.gz", "nibabel1-int16-little-gz.nii.gz", "nibabel1-float64-big-gz.nii.gz"),
            Volume("NRRD", "m.nrrd", "unu-float32-little-raw.nrrd", "unu-float64-big-gzip.nrrd", "unu-float32-little-ascii.nrrd", "unu-int16-little-gzip.nrrd"),
            Volume("MetaImage", "m.mha", "itk-int16-little.mha", "itk-uint16-little.mha", "itk-float64-little.mha"),
            Volume("MetaImage detached", "m.mhd", "itk-int16-little.mhd"),
            new("NRRD detached", "m.nhdr", [Text(DetachedNrrd)], path => VolumeFile.Read(path)),
            new("label maps", "m.nii", [Seed("nibabel1-uint8-little.nii"), Seed("itk-uint8-little.nrrd"), Seed("itk-uint8-little.mha")], path => StructureFile.Load(path)),
            new("seg.nrrd", "m.seg.nrrd", [LayeredSegmentation(folder)], path => StructureFile.Load(path)),
            new("DICOM images", "m.dcm", [.. PetSlices(), .. Shared(SharedDicom)], ReadDicom),
            new("DICOM structures", "m.dcm", [.. DicomStructures(), .. Shared(SharedStructures)], ReadDicom),
            new("transforms", "m.tfm", [Seed("itk-affine.tfm"), Seed("itk-composite.tfm"), Seed("itk-euler-zyx.tfm"), Seed("itk-versor.tfm")], path => TransformFile.Read(path)),
            new("case files", "m.json", [Text(FullCase), File.ReadAllBytes(Repository.PathOf("data/phantoms/torso/case.json"))],
                path => DoseCaseBinder.Bind(new(DoseOptions.All, CaseFile.Read(path, DoseOptions.All)))),
            new("threshold sets", "m.json", [.. new[] { "lung", "dosisphere-01" }.Select(n => File.ReadAllBytes(Repository.PathOf($"data/thresholds/{n}.json")))],
                path => ThresholdSet.Parse(InputFile.ReadText(path, 1 << 20), path)),
            new("recovery curves", "m.csv", [Text("diameterMm,coefficient,relativeUncertainty\n10,0.3,0.1\n17,0.55,0.08\n37,0.85,0.05\n"), Text("10,0.3\n37,0.9\n")], path => RecoveryFile.Read(path)),
            new("physics tables", "hounsfield-schneider2000.csv", [File.ReadAllBytes(Repository.PathOf("data/physics/hounsfield-schneider2000.csv"))], ReadCalibration),
            new("table sources", "m.json", [File.ReadAllBytes(Repository.PathOf("data/physics/hounsfield-schneider2000.source.json"))], path => _ = new HounsfieldToDensity(
                PhysicsTable.FromBytes("hounsfield-schneider2000.csv", File.ReadAllBytes(Repository.PathOf("data/physics/hounsfield-schneider2000.csv")), File.ReadAllBytes(path)))),
            new("media tables", "m.json", [File.ReadAllBytes(Repository.PathOf("data/physics/montecarlo-media.json"))], path => MediaTable.Parse(InputFile.ReadText(path, 1 << 20), path)),
            new("treatments", "m.json", [Text(Treatment)], path => PlanFiles.ReadTreatment(path)),
            new("results.json", "results.json", [Results()], path => Replay.OptionsOf(Replay.Read(path), path, new Dictionary<string, RawValue>())),
            new("batch manifests CSV", "m.csv", [Text(CsvManifest)], ReadManifest),
            new("batch manifests JSON", "m.json", [Text(JsonManifest)], ReadManifest),
            new("manifests", OutputManifest.FileName, [Text($"{new string('a', 64)}  results.json\n{new string('b', 64)}  figures/dvh.svg\n")],
                path => OutputManifest.Read(Path.GetDirectoryName(path)!)),
        ];
    }

    private const string DetachedNrrd =
        "NRRD0004\ntype: unsigned char\ndimension: 3\nsizes: 4 3 2\nspace: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,2)\nspace origin: (0,0,0)\nencoding: raw\ndata file: data.raw\n";

    private const string FullCase = """
        { "activity": "pet.nrrd", "modality": "y90-pet", "activity-units": "bq-per-ml", "calibration": "relative", "reference": "liver", "administered-mbq": 1400.5,
          "residual-mbq": 20, "lung-shunt": 0.04, "lung-kg": 0.9, "territory": { "Right": 900, "Left": 400 }, "administered-at": "2026-03-14T10:30+01:00",
          "acquired-at": "2026-03-15T09:00+01:00", "structures": ["a.seg.nrrd", "b.nii"], "role": { "Lesion A": "tumor" }, "density": "uniform:1.04", "medium": "soft-tissue",
          "transform": { "ct": "move.tfm" }, "method": ["ldm", "vsv"], "vx-gy": [50, 100], "derive": ["Rim:other=shell(\"Lesion A\", 0, 5)"], "tumor-shell-mm": 5,
          "radiobiology": ["tumor=10,1.5,0.3"], "uncertainty-of": ["calibration=0.05"], "contour-fwhm-mm": 6, "device": "cpu", "threads": 2, "format": "nrrd", /* a remark */
          "threshold-set": "eanm2022-glass", "fail-on": "at-edge", "tail": "on", "histories": 1e6, }
        """;

    private const string CsvManifest =
        "id,activity,modality,activity-units,administered-mbq,residual-mbq,hours-after-administration,structures,role,comment\n" +
        "p001,data.raw,y90-pet,bq-per-ml,1400,20,0,data.raw,Lesion A=tumor;Liver=liver,a remark\np002,data.raw,y90-pet,bq-per-ml,1830,,2.5,,\"Lesion \"\"B\"\"=tumor\",\n";

    private const string JsonManifest = """
        { "defaults": { "modality": "y90-pet", "activity-units": "bq-per-ml", "hours-after-administration": 0 }, "cases": [ { "id": "p001", "activity": "data.raw",
          "administered-mbq": 1400, "role": { "Liver": "liver" } }, { "id": "p002", "activity": "data.raw", "administered-mbq": 1000, "method": ["ldm", "vsv"] } ] }
        """;

    private const string Treatment = """
        { "sessions": [ { "name": "first", "at": "2026-03-14T10:30:00+01:00", "territories": [ { "name": "right", "tumors": [ { "name": "A", "volumeMl": 40, "tnRatio": 3 } ],
          "normalLiverMl": 800, "perfusedMl": 840, "lungShunt": 0.04, "activityGBq": 1.2, "targetTumorGy": 205 } ] } ] }
        """;

    private static FuzzTarget Volume(string name, string fileName, params string[] seeds) => new(name, fileName, [.. seeds.Select(Seed)], path => VolumeFile.Read(path));

    private static byte[] Seed(string name) => File.ReadAllBytes(Path.Combine(Golden, name));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] LayeredSegmentation(TemporaryFolder folder)
    {
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            zip.Write([.. Enumerable.Range(0, 48).Select(i => (byte)(i % 3))]);
        }

        return
        [
            .. Text("NRRD0004\ntype: unsigned char\ndimension: 4\nspace: left-posterior-superior\nsizes: 2 4 3 2\nspace directions: none (1,0,0) (0,1,0) (0,0,2)\n" +
                "kinds: list domain domain domain\nencoding: gzip\nspace origin: (1,2,3)\nSegment0_Color:=1 0.5 0\nSegment0_LabelValue:=1\nSegment0_Layer:=0\nSegment0_Name:=Liver\n" +
                "Segment1_LabelValue:=2\nSegment1_Layer:=1\nSegment1_Name:=Tumor 1\n\n"),
            .. packed.ToArray(),
        ];
    }

    private static IEnumerable<byte[]> PetSlices()
    {
        using var folder = new TemporaryFolder();
        var grid = VoxelGrid.AxisAligned(new(6, 5, 2), new(4, 4, 3));
        var start = new DateTime(2026, 2, 27, 16, 40, 0);
        new PetSeries { DecayCorrection = "START", Injected = start.AddDays(-1), SeriesStart = start, Acquired = _ => start }
            .Write(folder.Path, new(grid, [.. Enumerable.Range(0, 60).Select(i => 1000f * i)]), _ => 1);
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    private static IEnumerable<byte[]> DicomStructures()
    {
        using var folder = new TemporaryFolder();
        var grid = VoxelGrid.AxisAligned(new(8, 7, 4), new(2, 2, 3));
        Structure[] structures =
        [
            Structure.FromCoverage("liver", StructureRole.Liver, null, grid, _ => 1),
            Structure.FromCoverage("tumor", StructureRole.Tumor, null, grid, i => i % 8 is > 2 and < 6 && i / 8 % 7 > 2 ? 1 : 0),
        ];
        SegWriter.Create(structures, SegTests.Export()).Save(folder.PathOf("seg.dcm"));
        RtStructWriter.Create(structures, SegTests.Export()).Save(folder.PathOf("rt.dcm"));
        SpatialRegistrationTests.Registration("1.2.3.1", "1.2.3.2", [0, -1, 0, 10, 1, 0, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1]).Save(folder.PathOf("reg.dcm"));
        return [.. new[] { "seg.dcm", "rt.dcm", "reg.dcm" }.Select(name => File.ReadAllBytes(folder.PathOf(name)))];
    }

    private static IEnumerable<byte[]> Shared(string[] names) =>
        names.Select(name => Path.Combine(Repository.Root!, "..", "shared", "data", "dicom", name)).Where(File.Exists).Select(File.ReadAllBytes);

    private static byte[] Results()
    {
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, SyntheticResult.Document(SyntheticResult.Create()) with { Inputs = [] });
        return stream.ToArray();
    }

    private static void ReadDicom(string path)
    {
        DicomFile file = DicomFile.Open(path);
        string? sop = file.Dataset.TryGetText(DicomTag.SOPClassUID);
        if (sop == DicomUID.SegmentationStorage.UID || sop == DicomUID.RTStructureSetStorage.UID)
        {
            StructureFile.Load(path);
        }
        else if (sop == DicomUID.SpatialRegistrationStorage.UID)
        {
            SpatialRegistration.Read(path);
        }
        else if (file.TransferSyntax.Codec <= DicomCodec.JpegLossless)
        {
            VolumeFile.Read(path);
        }
    }

    /// <summary>Faults of a manifest come as a list; one that has some is refused as the verb refuses it.</summary>
    private static void ReadManifest(string path)
    {
        IReadOnlyList<ManifestFault> faults = ManifestChecker.Check(ManifestReader.Read(path)).Faults;
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults[0].ToString());
        }
    }

    /// <summary>A user signs the table that he gives; the mutant gets a source that fits it, so that its content is what is read.</summary>
    private static void ReadCalibration(string path)
    {
        byte[] table = File.ReadAllBytes(path);
        string source = File.ReadAllText(Repository.PathOf("data/physics/hounsfield-schneider2000.source.json"));
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(table));
        string fitting = System.Text.RegularExpressions.Regex.Replace(source, "[0-9a-f]{64}", hash);
        _ = new HounsfieldToDensity(PhysicsTable.FromBytes(Path.GetFileName(path), table, Text(fitting)));
    }
}

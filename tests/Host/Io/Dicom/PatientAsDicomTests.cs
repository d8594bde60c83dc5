using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>Patient 1's PET and segmentation, written as DICOM by the test, give what the NRRD files give.</summary>
public sealed class PatientAsDicomTests : IDisposable
{
    private const string Pet = "data/real/taranis-patient-1/patient_1_Y90_PET.nrrd";
    private const string Segmentation = "data/real/taranis-patient-1/patient_1_Segmentation.seg.nrrd";
    private static readonly DateTime Injected = new(2026, 2, 27, 16, 40, 0);
    private static readonly DecayData Y90 = EnergyConventions.Get("Y-90", "ddep");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SharedDataTheory(Pet)]
    [InlineData("START", 1)]
    [InlineData("START", 3)]
    [InlineData("ADMIN", 2)]
    [InlineData("NONE", 2)]
    public void Series_ScannedDaysAfterInjection_GivesTheActivityOfTheNrrd(string correction, int days)
    {
        Volume truth = Slab(VolumeFile.Read(SharedData.PathOf(Pet)).Volume);
        DateTime start = Injected.AddDays(days).AddHours(-5.5);
        DateTime Acquired(int z) => start.AddMinutes(z < truth.Grid.Size.Z / 2 ? 25 : 0); // two beds, the upper one first
        double HoursOf(int z) => correction switch
        {
            "START" => (start - Injected).TotalHours,
            "NONE" => (Acquired(z) - Injected).TotalHours,
            _ => 0,
        };
        var series = new PetSeries { DecayCorrection = correction, Injected = Injected, SeriesStart = start, Acquired = Acquired };
        series.Write(_folder.FullName, truth, z => 1 / Y90.DecayFactor(HoursOf(z)));

        DicomVolume read = DicomVolumeReader.Read(_folder.FullName);
        DicomCalibration calibration = DicomQuantification.Resolve(read.Facts, new(), ImageModality.Y90Pet, isAbsolute: true, Y90);
        Assert.True(truth.Grid.IsSameAs(read.Volume.Grid));
        double[] factors = [.. calibration.Timing!.SliceFactors ?? [.. Enumerable.Repeat(calibration.Timing.DecayFactor, truth.Grid.Size.Z)]];
        int plane = truth.Grid.Size.X * truth.Grid.Size.Y;
        double largest = truth.Values.Max();
        for (int i = 0; i < truth.Values.Length; i++)
        {
            double value = read.Volume.Values[i] * factors[i / plane];
            Assert.True(Math.Abs(value - truth.Values[i]) < largest / 32767, $"voxel {i}: {value} for {truth.Values[i]}"); // a step of 16 bits
        }

        double sum = read.Volume.Values.Select((value, i) => value * factors[i / plane]).Sum();
        Assert.Equal(truth.Values.Sum(value => (double)value), sum, 1e-4 * sum); // a tenth of the 0.1 % asked for
        Assert.Equal("Müller^Käthe", read.Header.TryGetText(DicomTag.PatientName));
    }

    [SharedDataFact(Pet)]
    public void Series_WithHeaderOfAnotherIsotope_IsCaught()
    {
        Volume truth = Slab(VolumeFile.Read(SharedData.PathOf(Pet)).Volume);
        var series = new PetSeries
        {
            DecayCorrection = "START",
            Injected = Injected,
            SeriesStart = Injected.AddDays(1),
            Acquired = _ => Injected.AddDays(1),
            Isotope = "^86^Yttrium",
            HalfLifeS = 53064,
            PositronFraction = 0.319,
        };
        series.Write(_folder.FullName, truth, _ => 3.186e-5 / 0.319 / Y90.DecayFactor(24));
        DicomVolume read = DicomVolumeReader.Read(_folder.FullName);
        var error = Assert.Throws<InvalidInputException>(() => DicomQuantification.Resolve(read.Facts, new(), ImageModality.Y90Pet, isAbsolute: true, Y90));
        Assert.Contains("--scanner-isotope Y-86", error.Message, StringComparison.Ordinal);
        ImageTiming timing = DicomQuantification.Resolve(read.Facts, new() { ScannerIsotope = "Y-86" }, ImageModality.Y90Pet, isAbsolute: true, Y90).Timing!;
        double sum = read.Volume.Values.Sum(value => (double)value) * timing.DecayFactor;
        Assert.Equal(truth.Values.Sum(value => (double)value), sum, 1e-4 * sum);
    }

    [SharedDataTheory(Pet, Segmentation)]
    [InlineData(false)]
    [InlineData(true)]
    public void Segmentation_AsRtStructOrSeg_KeepsVolumesAndMeans(bool asSeg)
    {
        Volume pet = VolumeFile.Read(SharedData.PathOf(Pet)).Volume;
        IReadOnlyList<Structure> truth = StructureFile.Read(SharedData.PathOf(Segmentation));
        DicomFile file = asSeg ? SegWriter.Create(truth, SegTests.Export()) : RtStructWriter.Create(truth, SegTests.Export());
        string path = Path.Combine(_folder.FullName, "structures.dcm");
        file.Save(path);
        IReadOnlyList<Structure> read = StructureFile.Read(path);
        Assert.Equal(truth.Select(structure => (structure.Name, structure.Role)), read.Select(structure => (structure.Name, structure.Role)));
        foreach ((Structure expected, Structure found) in truth.Zip(read))
        {
            if (expected.VolumeMl < 1)
            {
                continue; // the promise is for 1 mL and more
            }

            Assert.Equal(expected.VolumeMl, found.VolumeMl, 0.01 * expected.VolumeMl);
            double mean = StructureSampler.Sample(expected, pet.Grid, [pet.Values]).Mean(0)!.Value;
            Assert.Equal(mean, StructureSampler.Sample(found, pet.Grid, [pet.Values]).Mean(0)!.Value, 0.01 * mean);
        }
    }

    /// <summary>Twelve slices of the image are enough to tell, and quick.</summary>
    private static Volume Slab(Volume volume)
    {
        const int first = 40;
        const int count = 12;
        Size3 size = volume.Grid.Size;
        int plane = size.X * size.Y;
        return new(
            new(new(size.X, size.Y, count), volume.Grid.SpacingMm, volume.Grid.IndexToPoint.Apply(new(0, 0, first)), volume.Grid.Direction),
            volume.Values.AsSpan(first * plane, count * plane).ToArray());
    }
}

using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

/// <summary>A real image written by us in another format, its array axes reversed or the whole frame turned, tells the same of every structure.</summary>
public sealed class ConversionStatisticsTests : IDisposable
{
    private const string Pet = "data/real/taranis-patient-1/patient_1_Y90_PET.nrrd";
    private const string Segmentation = "data/real/taranis-patient-1/patient_1_Segmentation.seg.nrrd";

    /// <summary>NIfTI-1 headers hold float32: places are good to 3e-5 mm, over which a PET value changes by some 1e-6 of itself.</summary>
    private const double Tolerance = 1e-5;

    private static readonly Lazy<Volume> Original = new(() => VolumeFile.Read(SharedData.PathOf(Pet)).Volume);

    private static readonly Lazy<IReadOnlyList<Structure>> Structures = new(() => [.. StructureFile.Read(SharedData.PathOf(Segmentation)).Where(s => s.Role == StructureRole.Tumor)]);

    private static readonly Lazy<IReadOnlyList<DoseStatistics>> Expected = new(() => Statistics(Original.Value, Structures.Value));

    /// <summary>A rotation about an oblique axis with entries in thirds, and a shift.</summary>
    private static readonly AffineTransform Turn = new(new(1.0 / 3 * new Vec3(2, 2, -1), 1.0 / 3 * new Vec3(-1, 2, 2), 1.0 / 3 * new Vec3(2, -1, 2)), new(12.5, -40, 7.25));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataTheory(Pet, Segmentation)]
    [InlineData(".nii.gz", false)]
    [InlineData(".nii.gz", true)]
    [InlineData(".mha", false)]
    [InlineData(".mha", true)]
    [InlineData(".nrrd", true)]
    public void Write_FlippedOrObliquePatient_KeepsTheStatistics(string extension, bool oblique)
    {
        Volume changed = Reversed(Original.Value);
        IReadOnlyList<Structure> structures = Structures.Value;
        if (oblique)
        {
            changed = changed.SeenFrom(Turn);
            structures = [.. structures.Select(s => s.SeenFrom(Turn))];
        }

        string path = _folder.PathOf("pet" + extension);
        VolumeFile.Write(path, changed, "activity", "Bq/mL");
        IReadOnlyList<DoseStatistics> found = Statistics(VolumeFile.Read(path).Volume, structures);

        Assert.Equal(Expected.Value.Count, found.Count);
        for (int n = 0; n < found.Count; n++)
        {
            Same(Expected.Value[n].MeanGy, found[n].MeanGy);
            Same(Expected.Value[n].SdGy, found[n].SdGy);
            Same(Expected.Value[n].MaxGy, found[n].MaxGy);
            Same(Expected.Value[n].D95Gy, found[n].D95Gy);
            Same(Expected.Value[n].D50Gy, found[n].D50Gy);
            Same(Expected.Value[n].D2Gy, found[n].D2Gy);
        }
    }

    private static void Same(double? expected, double? found) =>
        Assert.True(Math.Abs((found - expected) / expected ?? double.NaN) < Tolerance, $"{found} against {expected}");

    private static List<DoseStatistics> Statistics(Volume volume, IReadOnlyList<Structure> structures) => [.. structures.Select(structure =>
    {
        using StructureSamples samples = StructureSampler.Sample(structure, volume.Grid, [volume.Values]);
        return DoseStatisticsCalculator.Compute(samples, 0, null, 1, []);
    })];

    /// <summary>The same image with the array axes x and z running backwards.</summary>
    private static Volume Reversed(Volume volume)
    {
        Size3 size = volume.Grid.Size;
        Mat3 d = volume.Grid.Direction;
        float[] values = new float[volume.Values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            (int x, int y, int z) = (n % size.X, n / size.X % size.Y, n / size.X / size.Y);
            values[n] = volume.Values[size.X - 1 - x + (size.X * (y + (size.Y * (size.Z - 1 - z))))];
        }

        Vec3 origin = volume.Grid.IndexToPoint.Apply(new(size.X - 1, 0, size.Z - 1));
        return new(new(size, volume.Grid.SpacingMm, origin, new(-1 * d.ColumnX, d.ColumnY, -1 * d.ColumnZ)), values);
    }
}

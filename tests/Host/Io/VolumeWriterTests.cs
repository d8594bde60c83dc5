using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

public sealed class VolumeWriterTests : IDisposable
{
    private static readonly Mat3 Oblique = new(1.0 / 3 * new Vec3(2, 2, -1), 1.0 / 3 * new Vec3(-1, 2, 2), 1.0 / 3 * new Vec3(2, -1, 2));
    private static readonly Mat3 HalfTurn = new(new(1, 0, 0), new(0, -1, 0), new(0, 0, -1));
    private static readonly Mat3 Sheared = new(new(1, 0, 0), new(0.6, 0.8, 0), new(0, 0, 1));

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string extension in new[] { ".nrrd", ".nii", ".nii.gz", ".mha", ".mhd" })
        {
            foreach (string direction in new[] { "identity", "flipped", "oblique", "oblique flipped", "half turn", "sheared" })
            {
                cases.Add(extension, direction);
            }
        }

        return cases;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_AnyGrid_IsReadBackTheSame(string extension, string direction)
    {
        Volume volume = Ramp(new(5, 4, 3), Direction(direction));
        string path = _folder.PathOf("a" + extension);

        VolumeFile.Write(path, volume, "absorbed dose", "Gy");
        LoadedVolume back = VolumeFile.Read(path);

        Assert.Equal(volume.Values, back.Volume.Values);
        Assert.Equal("Gy", back.Unit);
        Assert.Empty(back.Notes);
        Assert.Equal(volume.Grid.Size, back.Volume.Grid.Size);

        // NIfTI-1 headers hold float32: 300 mm are good to 3e-5 mm.
        Assert.True((volume.Grid.IndexToPoint.Apply(new(4, 3, 2)) - back.Volume.Grid.IndexToPoint.Apply(new(4, 3, 2))).Length < 1e-4);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("oblique flipped")]
    [InlineData("half turn")]
    [InlineData("flipped")]
    public void Write_NiftiWithoutItsSform_IsPlacedTheSameByItsQform(string direction)
    {
        Volume volume = Ramp(new(5, 4, 3), Direction(direction));
        string path = _folder.PathOf("a.nii");
        VolumeFile.Write(path, volume, "x", "Gy");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[254] = 0;
        File.WriteAllBytes(path, bytes);

        VoxelGrid back = VolumeFile.Read(path).Volume.Grid;

        Assert.True((volume.Grid.IndexToPoint.Apply(new(4, 3, 2)) - back.IndexToPoint.Apply(new(4, 3, 2))).Length < 1e-4);
    }

    [Fact]
    public void Write_AxisTooLongForNifti1_BecomesNifti2()
    {
        Volume volume = Ramp(new(40000, 1, 2), Oblique);
        string path = _folder.PathOf("a.nii.gz");

        VolumeFile.Write(path, volume, "x", "Gy");
        LoadedVolume back = VolumeFile.Read(path);

        Assert.Equal(volume.Values, back.Volume.Values);
        Assert.True(volume.Grid.IsSameAs(back.Volume.Grid));
    }

    [Theory]
    [InlineData("a.dcm")]
    [InlineData("a")]
    [InlineData("a.gz")]
    public void Write_UnknownExtension_IsRefused(string name) =>
        Assert.Contains(".nii.gz", Assert.Throws<InvalidInputException>(() => VolumeFile.Write(_folder.PathOf(name), Ramp(new(1, 1, 1), Mat3.Identity), "x", "Gy")).Message, StringComparison.Ordinal);

    [SharedDataTheory("data/real/taranis-patient-1/patient_1_Y90_PET.nrrd")]
    [InlineData(".nii.gz")]
    [InlineData(".mha")]
    [InlineData(".nrrd")]
    public void Write_PatientOne_KeepsEachValue(string extension)
    {
        Volume pet = VolumeFile.Read(SharedData.PathOf("data/real/taranis-patient-1/patient_1_Y90_PET.nrrd")).Volume;
        string path = _folder.PathOf("pet" + extension);

        VolumeFile.Write(path, pet, "activity", "Bq/mL");
        Volume back = VolumeFile.Read(path).Volume;

        Assert.Equal(pet.Values, back.Values);
        Assert.True(pet.Grid.IsSameAs(back.Grid));
    }

    private static Mat3 Direction(string name) => name switch
    {
        "identity" => Mat3.Identity,
        "flipped" => new(new(-1, 0, 0), new(0, 1, 0), new(0, 0, -1)),
        "oblique" => Oblique,
        "oblique flipped" => new(-1 * Oblique.ColumnX, Oblique.ColumnY, Oblique.ColumnZ),
        "half turn" => HalfTurn,
        "sheared" => Sheared,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static Volume Ramp(Size3 size, Mat3 direction) => new(
        new(size, new(2.34375, 0.8203, 2.78), new(-301.946, 284.99, -108.313), direction),
        [.. Enumerable.Range(0, (int)size.Count).Select(i => (i * 1.1f) - 7)]);
}

using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

public sealed class SpatialRegistrationTests : IDisposable
{
    private const string Pet = "1.2.3.1";
    private const string Ct = "1.2.3.2";

    // A quarter turn about z, then a shift: (x, y, z) goes to (-y + 10, x + 20, z + 30).
    private static readonly double[] PetToCt = [0, -1, 0, 10, 1, 0, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Between_SourceAndRegisteredFrame_MapsEitherWay()
    {
        SpatialRegistration registration = Read(Registration(Pet, Ct, PetToCt));
        Vec3 inPet = new(1, 2, 3);
        Vec3 inCt = new(8, 21, 33);
        Assert.True((registration.Between(Pet, Ct, "").Apply(inPet) - inCt).Length < 1e-9); // arithmetic in double
        Assert.True((registration.Between(Ct, Pet, "").Apply(inCt) - inPet).Length < 1e-9);
    }

    [Fact]
    public void Between_TwoFramesBesideTheRegisteredOne_GoesThroughIt()
    {
        DicomFile file = Registration(Pet, Ct, PetToCt);
        DicomDataset other = Item("1.2.3.3", "RIGID", [1, 0, 0, -5, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
        file.Dataset.GetSequence(DicomTag.RegistrationSequence).Items.Add(other);
        Vec3 found = Read(file).Between(Pet, "1.2.3.3", "").Apply(new(1, 2, 3));
        Assert.True((found - new Vec3(13, 21, 33)).Length < 1e-9);
    }

    [Fact]
    public void Between_FrameThatIsNotThere_IsRefusedWithTheFrames()
    {
        SpatialRegistration registration = Read(Registration(Pet, Ct, PetToCt));
        Assert.Contains(Ct, Refusal(() => registration.Between("9.9", Pet, "--transform ct")), StringComparison.Ordinal);
        Assert.Contains("no DICOM", Refusal(() => registration.Between(null, Pet, "--transform ct")), StringComparison.Ordinal);
        Assert.Contains("leave the option out", Refusal(() => registration.Between(Pet, Pet, "--transform ct")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RIGID_SCALE")]
    [InlineData("AFFINE")]
    public void Read_TypeThatIsNotRigid_IsRefused(string type) =>
        Assert.Contains(type, Refusal(() => Read(Registration(Pet, Ct, PetToCt, type))), StringComparison.Ordinal);

    [Theory]
    [InlineData(1.01, 1)]
    [InlineData(1, -1)]
    public void Read_ScaledOrMirroredThoughCalledRigid_IsRefused(double scale, double mirror) => Assert.Contains(
        "neither scaled nor mirrored", Refusal(() => Read(Registration(Pet, Ct, [scale, 0, 0, 0, 0, 1, 0, 0, 0, 0, mirror, 0, 0, 0, 0, 1]))), StringComparison.Ordinal);

    [Fact]
    public void Read_Deformable_IsRefused()
    {
        DicomFile file = Registration(Pet, Ct, PetToCt);
        file.Dataset.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.DeformableSpatialRegistrationStorage);
        Assert.Contains("deformable", Refusal(() => Read(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralMatricesOrRegisteredFrameMoved_IsRefused()
    {
        DicomFile several = Registration(Pet, Ct, PetToCt);
        DicomDataset matrices = several.Dataset.GetItems(DicomTag.RegistrationSequence)[1].GetItems(DicomTag.MatrixRegistrationSequence)[0];
        matrices.GetSequence(DicomTag.MatrixSequence).Items.Add(MatrixItem("RIGID", PetToCt));
        Assert.Contains("2 matrices", Refusal(() => Read(several)), StringComparison.Ordinal);
        DicomFile moved = Registration(Ct, Ct, PetToCt);
        Assert.Contains("twice", Refusal(() => Read(moved)), StringComparison.Ordinal);
    }

    /// <summary>A registration as systems write it: the registered frame by the identity, the other by a matrix.</summary>
    internal static DicomFile Registration(string source, string registered, double[] matrix, string type = "RIGID") => new(new DicomDataset()
        .AddOrUpdate(DicomTag.SOPClassUID, DicomUID.SpatialRegistrationStorage)
        .AddOrUpdate(DicomTag.SOPInstanceUID, DicomUID.Generate())
        .AddOrUpdate(DicomTag.Modality, "REG")
        .AddOrUpdate(DicomTag.FrameOfReferenceUID, registered)
        .AddOrUpdate(
            DicomTag.RegistrationSequence, Item(registered, "RIGID", [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]), Item(source, type, matrix)));

    private static DicomDataset Item(string frame, string type, double[] matrix) => new DicomDataset()
        .AddOrUpdate(DicomTag.FrameOfReferenceUID, frame)
        .AddOrUpdate(DicomTag.MatrixRegistrationSequence, new DicomDataset().AddOrUpdate(DicomTag.MatrixSequence, MatrixItem(type, matrix)));

    private static DicomDataset MatrixItem(string type, double[] matrix) => new DicomDataset()
        .AddOrUpdate(DicomTag.FrameOfReferenceTransformationMatrixType, type)
        .AddOrUpdate(DicomTag.FrameOfReferenceTransformationMatrix, matrix);

    private SpatialRegistration Read(DicomFile file)
    {
        string path = Path.Combine(_folder.FullName, "reg.dcm");
        file.Save(path);
        return SpatialRegistration.Read(path);
    }

    private static string Refusal(Action action) => Assert.Throws<InvalidInputException>(action).Message;
}

using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

public sealed class TransformFileTests : IDisposable
{
    private const string Magic = "#Insight Transform File V1.0\n#Transform 0\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TranslationTransform_double_3_3", "1 2 3", "", 11, 22, 33)]
    [InlineData("AffineTransform_double_3_3", "0 -1 0 1 0 0 0 0 2 1 2 3", "0 0 0", -19, 12, 63)]
    [InlineData("MatrixOffsetTransformBase_float_3_3", "0 -1 0 1 0 0 0 0 2 1 2 3", "10 20 30", 11, 22, 33)]
    [InlineData("Euler3DTransform_double_3_3", "0 0 1.5707963267948966 1 2 3", "0 0 0", -19, 12, 33)]
    [InlineData("VersorRigid3DTransform_double_3_3", "0 0 0.70710678118654752 1 2 3", "0 0 0", -19, 12, 33)]
    [InlineData("Similarity3DTransform_double_3_3", "0 0 0 1 2 3 2", "0 0 0", 21, 42, 63)]
    public void Read_LinearTransform_MapsAPointAsItkDoes(string type, string parameters, string fixedParameters, double x, double y, double z)
    {
        AffineTransform transform = TransformFile.Read(Write(Entry(type, parameters, fixedParameters)));

        Assert.True((transform.Apply(new(10, 20, 30)) - new Vec3(x, y, z)).Length < 1e-9);
    }

    [Theory]
    [InlineData("0 0 0", false)]
    [InlineData("0 0 0 0", false)]
    [InlineData("0 0 0 1", true)]
    public void Read_Euler_ObeysTheOrderFlag(string fixedParameters, bool zyx)
    {
        // A quarter turn about x, then one about y: in the order Z X Y, y turns first.
        AffineTransform transform = TransformFile.Read(Write(Entry("Euler3DTransform_double_3_3", "1.5707963267948966 1.5707963267948966 0 0 0 0", fixedParameters)));

        Vec3 expected = zyx ? new(0, 0, -1) : new(0, 1, 0);
        Assert.True((transform.Apply(new(1, 0, 0)) - expected).Length < 1e-12);
    }

    [Fact]
    public void Read_Composite_AppliesTheLastPartFirst()
    {
        string path = Write(
            "Transform: CompositeTransform_double_3_3\n#Transform 1\n" + Entry("AffineTransform_double_3_3", "2 0 0 0 2 0 0 0 2 0 0 0", "0 0 0") +
            "#Transform 2\n" + Entry("TranslationTransform_double_3_3", "1 0 0", ""));

        Assert.Equal(new Vec3(4, 2, 2), TransformFile.Read(path).Apply(new(1, 1, 1)));
    }

    [Theory]
    [InlineData("BSplineTransform_double_3_3", "1 2", "", "resample")]
    [InlineData("AffineTransform_double_2_2", "1 0 0 1 0 0", "0 0", "3-D transform")]
    [InlineData("AffineTransform_double_3_3", "1 0 0 0 1 0 0 0 1 0 0", "0 0 0", "12")]
    [InlineData("AffineTransform_double_3_3", "1 0 0 0 1 0 0 0 1 0 0 nan", "0 0 0", "finite")]
    [InlineData("AffineTransform_double_3_3", "1 0 0 0 1 0 0 0 0 0 0 0", "0 0 0", "inverted")]
    [InlineData("AffineTransform_double_3_3", "1 0 0 0 1 0 0 0 1 0 0 0", "", "centre")]
    [InlineData("VersorRigid3DTransform_double_3_3", "1 1 0 0 0 0", "0 0 0", "versor")]
    public void Read_UnusableTransform_IsRefused(string type, string parameters, string fixedParameters, string expected)
    {
        string path = Write(Entry(type, parameters, fixedParameters));

        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => TransformFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoTransformsWithoutComposite_AreRefused()
    {
        string path = Write(Entry("TranslationTransform_double_3_3", "1 0 0", "") + Entry("TranslationTransform_double_3_3", "1 0 0", ""));

        Assert.Contains("CompositeTransform", Assert.Throws<InvalidInputException>(() => TransformFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Hdf5_IsRefusedWithTheWayOut()
    {
        string path = _folder.Write("t.h5", "", [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10]);

        Assert.Contains("WriteTransform", Assert.Throws<InvalidInputException>(() => TransformFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static string Entry(string type, string parameters, string fixedParameters) =>
        $"Transform: {type}\nParameters: {parameters}\nFixedParameters: {fixedParameters}\n";

    private string Write(string text) => _folder.Write("t.tfm", Magic + text);
}

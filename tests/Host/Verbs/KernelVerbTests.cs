using System.Text.Json;
using VoxelDose.Host;

namespace VoxelDose.Tests.Host.Verbs;

public sealed class KernelVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-kernel-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Kernel_JsonFile_BalancesEnergyInMilligrayPerMegabecquerelSecond()
    {
        JsonElement kernel = Run("--voxel", "4.07x4.07x3", "--density", "1.05");

        double voxelKg = 4.07 * 4.07 * 3 / 1000 * 1.05 / 1000;
        double grayKgPerDecay = kernel.GetProperty("entries").EnumerateArray().Sum(entry =>
            Copies(entry, "i") * Copies(entry, "j") * Copies(entry, "k") * entry.GetProperty("mGyPerMBqS").GetDouble()) / 1e9 * voxelKg;
        double expected = kernel.GetProperty("meanEnergyMeV").GetDouble() * 1.602176634e-13 * kernel.GetProperty("energyFractionInside").GetDouble();
        Assert.Equal(1, grayKgPerDecay / expected, 9);
        Assert.Equal("ddep", kernel.GetProperty("convention").GetString());
        Assert.True(kernel.GetProperty("separable").GetProperty("maxDoseError").GetDouble() <= 1e-3);
    }

    [Fact]
    public void Kernel_TransposedSpacing_GivesTransposedEntries()
    {
        Dictionary<(int, int, int), double> straight = Entries(Run("--voxel", "2x3x5"));
        Dictionary<(int, int, int), double> turned = Entries(Run("--voxel", "5x3x2"));

        // The quadrature treats z apart from x and y; it is good to 1e-4 (VoxelSTableFactoryTests).
        foreach (((int i, int j, int k), double value) in straight.Where(entry => entry.Value > 1e-3 * straight[(0, 0, 0)]))
        {
            Assert.Equal(1, turned[(k, j, i)] / value, 1e-4);
        }
    }

    [Theory]
    [InlineData("--voxel", "3x3")]
    [InlineData("--voxel", "3", "--density", "-1")]
    [InlineData("--voxel", "3", "--medium", "bone")]
    [InlineData("--density", "1")]
    public void Kernel_WrongUsage_ExitsWithTwo(params string[] arguments) => Assert.Equal(2, Program.Run(["kernel", .. arguments]));

    [Theory]
    [InlineData("--voxel", "3", "--nuclide", "Ho-166", "--energy-convention", "ddep")]
    [InlineData("--voxel", "3", "--max-radius-mm", "1000")]
    [InlineData("--voxel", "0.01")]
    [InlineData("--voxel", "0.001x5x5")]
    public void Kernel_UnsupportedInput_ExitsWithThree(params string[] arguments) => Assert.Equal(3, Program.Run(["kernel", .. arguments]));

    [Fact]
    public void Kernel_UnknownExtension_NamesThoseOfTablesToo()
    {
        (int code, _, string error) = ProgramProcess.Run("kernel", "--voxel", "4", "--tolerance", "0", "--out", Path.Combine(_folder.FullName, "k.txt"));
        Assert.Equal(3, code);
        Assert.Contains(".csv or .json for the table, .nrrd, .nii, .nii.gz, .mha, .mhd for a volume", error, StringComparison.Ordinal);
    }

    private static Dictionary<(int, int, int), double> Entries(JsonElement kernel) =>
        kernel.GetProperty("entries").EnumerateArray().ToDictionary(
            entry => (entry.GetProperty("i").GetInt32(), entry.GetProperty("j").GetInt32(), entry.GetProperty("k").GetInt32()),
            entry => entry.GetProperty("mGyPerMBqS").GetDouble());

    private static int Copies(JsonElement entry, string axis) => entry.GetProperty(axis).GetInt32() > 0 ? 2 : 1;

    private JsonElement Run(params string[] arguments)
    {
        string file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.json");
        Assert.Equal(0, Program.Run(["kernel", .. arguments, "--out", file, "--quiet"]));
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }
}

using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Labels;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>Inputs at the edge of what is legal give doses that a closed form or a sum confirms.</summary>
public sealed class ExtremeInputTests
{
    private static readonly bool IsFull = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("VOXELDOSE_FULL"));

    /// <summary>J/GBq of the default convention (docs/physics.md).</summary>
    private static readonly double JPerGBq = EnergyConventions.Get("Y-90", "ddep").JPerGBq;

    [Theory]
    [InlineData(1, 1, 1, 4, 4, 4)]
    [InlineData(1, 1, 40, 4, 4, 3)]
    [InlineData(60, 1, 1, 2, 5, 5)]
    [InlineData(12, 11, 10, 0.1, 0.1, 0.1)]
    [InlineData(9, 8, 7, 20, 20, 20)]
    [InlineData(8, 8, 8, 0.5, 20, 3)]
    public void UniformImage_OfAnyLegalGrid_HasTheLocalDoseOfItsConcentration(int x, int y, int z, double dx, double dy, double dz)
    {
        // 1 MBq/mL in 1.05 g/mL: Gy = J/GBq x 1e-3 GBq / 1.05e-3 kg.
        using var run = new Invocation();
        var grid = VoxelGrid.AxisAligned(new(x, y, z), new(dx, dy, dz));
        bool isTiny = dx < 0.2 && !IsFull; // a kernel of 241 x 241 x 241 entries takes half a minute
        Run(run, new(grid, [.. Enumerable.Repeat(1e6f, x * y * z)]), isTiny ? ["--method", "ldm"] : []);

        Assert.Equal(0, run.ExitCode);
        float[] ldm = VolumeFile.Read(Path.Combine(run.Out, "dose-ldm.nii.gz")).Volume.Values;
        float[] vsv = isTiny ? [] : VolumeFile.Read(Path.Combine(run.Out, "dose-vsv.nii.gz")).Volume.Values;
        double expectedGy = JPerGBq / 1.05;
        Assert.All(ldm, dose => Assert.Equal(expectedGy, dose, 1e-5 * expectedGy));
        Assert.All(vsv, dose => Assert.InRange(dose, 0, expectedGy * 1.001)); // energy leaves at the edges, and none appears
    }

    [Fact]
    public void TwoHundredStructures_SomeEmpty_AreAllTold()
    {
        using var run = new Invocation();
        var grid = VoxelGrid.AxisAligned(new(30, 30, 12), new(4, 4, 4));
        Structure[] structures = [.. Enumerable.Range(0, 200).Select(n => Structure.FromCoverage(
            $"Structure {n}", StructureRole.Other, null, grid, i => n % 50 != 49 && i / 50 == n ? 1 : 0))];
        string file = run.InputPath("many.seg.nrrd");
        SlicerSegmentationWriter.Write(file, structures);
        Run(run, new(grid, [.. Enumerable.Range(0, 10800).Select(i => 1e5f + i)]), "--structures", file);

        Assert.Equal(0, run.ExitCode);
        IReadOnlyList<StructureResult> told = run.Results.Structures;
        Assert.Equal(200, told.Count);
        Assert.Equal([49, 99, 149, 199], told.Index().Where(s => s.Item.VoxelCount == 0).Select(s => s.Index));
        Assert.All(told, s => Assert.Equal(s.VoxelCount == 0, s.Dose["ldm"].MeanGy is null));
        Assert.Equal((1e5 + (50 * 7) + 24.5) / 1e6 * JPerGBq / 1.05, told[7].Dose["ldm"].MeanGy!.Value, 1e-4);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void ValueThatIsNoNumber_IsTracedToItsVoxel(float value)
    {
        using var run = new Invocation();
        var grid = VoxelGrid.AxisAligned(new(7, 6, 5), new(4, 4, 4));
        float[] values = [.. Enumerable.Repeat(1e6f, 210)];
        values[3 + (7 * (4 + (6 * 2)))] = value;
        string file = run.InputPath("image.nrrd");
        VolumeFile.Write(file, new(grid, values), "activity", "Bq/mL");

        (int code, _, string error) = ProgramProcess.Run(["dose", .. Words(file), "--out", run.Out]);

        Assert.Equal(3, code);
        Assert.Contains("voxel (3, 4, 2)", error, StringComparison.Ordinal);
        Assert.Contains("input-image.nrrd", error, StringComparison.Ordinal);
    }

    [Fact]
    public void VolumeOfTwoGigabytes_IsComputed()
    {
        if (!IsFull)
        {
            return; // takes 15 GB of memory and minutes; .ci/full
        }

        using var run = new Invocation();
        var grid = VoxelGrid.AxisAligned(new(812, 812, 812), new(1, 1, 1)); // 535 million voxels, 2.1 GB of float32
        float[] values = new float[grid.Size.Count];
        values[^1] = 1e9f;
        values[grid.Size.Count / 2] = 1e9f;
        Run(run, new(grid, values), "--format", "nrrd", "--method", "ldm", "--json");

        Assert.Equal(0, run.ExitCode);
        float[] ldm = VolumeFile.Read(Path.Combine(run.Out, "dose-ldm.nrrd")).Volume.Values;
        Assert.Equal(1e3 * JPerGBq / 1.05, ldm[^1], 1e-5 * 1e3 * JPerGBq);
        Assert.Equal(0, ldm[0]);
    }

    private static void Run(Invocation run, Volume image, params string[] more)
    {
        string file = run.InputPath("image.nrrd");
        VolumeFile.Write(file, image, "activity", "Bq/mL");
        run.Dose([.. Words(file), .. more]);
    }

    private static string[] Words(string file) =>
        ["--activity", file, "--modality", "y90-pet", "--calibration", "absolute", "--hours-after-administration", "0", "--device", "cpu"];
}

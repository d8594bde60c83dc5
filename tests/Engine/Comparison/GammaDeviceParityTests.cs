using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Tests.Engine.Comparison;

/// <summary>Gamma by the kernel on every device that is there, beside the host's.</summary>
public sealed class GammaDeviceParityTests
{
    // Both lie at most GammaCriteria.Tolerance above the minimum. In the worst case here doses are 400 local differences away: float32 knows
    // them within 1e-4 of one, the value and its bound alike.
    private const double Tolerance = GammaCriteria.Tolerance + 2e-4;

    /// <summary>Criterion, evaluated spacing, noise.</summary>
    public static TheoryData<bool, double, double> Cases => new() { { false, 3, 0.05 }, { true, 3, 0.08 }, { false, 2.3, 0.15 }, { false, 4.4, 0 }, { true, 1.9, 0.3 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_OnIlgpuCpu_AgreesWithHost(bool isLocal, double spacingMm, double noise) => Agrees(DeviceKind.IlgpuCpu, isLocal, spacingMm, noise);

    [DeviceTheory(DeviceKind.OpenCl)]
    [MemberData(nameof(Cases))]
    public void Compute_OnOpenCl_AgreesWithHost(bool isLocal, double spacingMm, double noise) => Agrees(DeviceKind.OpenCl, isLocal, spacingMm, noise);

    [DeviceTheory(DeviceKind.Cuda)]
    [MemberData(nameof(Cases))]
    public void Compute_OnCuda_AgreesWithHost(bool isLocal, double spacingMm, double noise) => Agrees(DeviceKind.Cuda, isLocal, spacingMm, noise);

    [Fact]
    public void Compute_OnIlgpuCpuWithUnknownDoses_LeavesTheirCellsOutAsTheHostDoes()
    {
        Volume reference = GammaCase.Noisy(new(14, 14, 14), new(3, 3, 3), 5, 0.05);
        Volume evaluated = GammaCase.Noisy(new(14, 14, 14), new(3, 3, 3), 6, 0.05);
        evaluated.Values.AsSpan(7 * 196, 196).Fill(float.NaN);
        using IArrayCompute device = ComputeFactory.Create(new(DeviceKind.IlgpuCpu));

        Same(GammaIndex.Compute(reference, evaluated, GammaCase.ThreePercent3mm), GammaIndex.Compute(reference, evaluated, GammaCase.ThreePercent3mm, device));
    }

    private static void Agrees(DeviceKind kind, bool isLocal, double spacingMm, double noise)
    {
        // The evaluated grid is smaller than the reference's and lies askew to it: edges and voxels outside are among the cases.
        Volume reference = GammaCase.Noisy(new(18, 17, 16), new(3, 3, 3), 21, noise);
        Volume other = GammaCase.Noisy(new(15, 16, 14), new(spacingMm, spacingMm, 3.3), 22, noise);
        var evaluated = new Volume(VoxelGrid.AxisAligned(other.Grid.Size, other.Grid.SpacingMm, new(4.2, 1.3, 2.2)), other.Values);
        GammaCriteria criteria = GammaCase.ThreePercent3mm with { IsLocal = isLocal };
        using IArrayCompute device = ComputeFactory.Create(new(kind));

        GammaResult expected = GammaIndex.Compute(reference, evaluated, criteria);
        Assert.True(expected.Evaluated > 400 && expected.Outside > 0 && expected.Map.Values.Count(gamma => gamma is > 0.1f and < 1.9f) > 100);
        Same(expected, GammaIndex.Compute(reference, evaluated, criteria, device));
    }

    private static void Same(GammaResult expected, GammaResult found)
    {
        Assert.Equal((expected.Evaluated, expected.Outside, expected.NormalisationGy), (found.Evaluated, found.Outside, found.NormalisationGy));
        for (int n = 0; n < expected.Map.Values.Length; n++)
        {
            Assert.Equal(float.IsNaN(expected.Map.Values[n]), float.IsNaN(found.Map.Values[n]));
            Assert.False(Math.Abs(expected.Map.Values[n] - found.Map.Values[n]) > Tolerance, $"voxel {n}: host {expected.Map.Values[n]}, device {found.Map.Values[n]}");
        }
    }
}

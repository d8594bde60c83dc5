using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Tests.Engine.Methods.MonteCarlo;

/// <summary>The transport kernel on every kind of accelerator against the host; skips with its reason where a device is absent.</summary>
public class MonteCarloDeviceParityTests
{
    /// <summary>166Ho leaves conversion and Auger electrons at the decay, which 90Y has none of.</summary>
    [Theory]
    [InlineData("Y-90")]
    [InlineData("Ho-166")]
    public void Run_IlgpuCpu_AgreesWithTheHost(string nuclide) => Check(DeviceKind.IlgpuCpu, nuclide);

    [DeviceTheory(DeviceKind.OpenCl)]
    [InlineData(DeviceKind.OpenCl)]
    public void Run_OpenCl_AgreesWithTheHost(DeviceKind kind) => Check(kind);

    [DeviceTheory(DeviceKind.Cuda)]
    [InlineData(DeviceKind.Cuda)]
    public void Run_Cuda_AgreesWithTheHost(DeviceKind kind) => Check(kind);

    private static void Check(DeviceKind kind, string nuclide = "Y-90")
    {
        var size = new Size3(8, 8, 16);
        float[] density = [.. Enumerable.Range(0, (int)size.Count).Select(v => v / 64 < 8 ? 1.05f : 0.26f)];
        int[] liver = [.. Enumerable.Range(0, 8 * 64)];
        MonteCarloRequest request = Mc.Request(size, 3, Array.ConvertAll(density, rho => rho > 1 ? 1e6f : 0), density, nuclide) with
        {
            Tissues = TissueTable.FromMedia(MediaTable.Default),
            KeptVoxels = liver,
            Histories = 20_000,
            Batches = 10,
        };
        MonteCarloResult host = MonteCarloDose.Run(request);
        using IArrayCompute compute = ComputeFactory.Create(new() { Kind = kind });
        MonteCarloResult device = MonteCarloDose.Run(request, compute);

        // The same histories; only float32 rounding differs (a device fuses multiply and add), so a few of them take other turns.
        double hostMean = Mc.Mean(host).Mean;
        Assert.InRange(Mc.Mean(device).Mean / hostMean, 0.999, 1.001);
        for (int voxel = 0; voxel < host.DoseGy.Length; voxel++)
        {
            Assert.InRange(Math.Abs(host.DoseGy[voxel] - device.DoseGy[voxel]), 0, (3 * host.UncertaintyGy[voxel]) + (1e-3 * hostMean));
        }

        // Whatever the order in which lanes ran, a second run yields the same bits.
        Assert.Equal(device.DoseGy, MonteCarloDose.Run(request, compute).DoseGy);
    }
}

using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Tests.Engine.Compute;

public sealed class ComputeFactoryTests
{
    [Fact]
    public void Probe_AnyMachine_FindsTheHostAndExplainsEveryOtherKind()
    {
        ComputeProbe probe = ComputeFactory.Probe();

        Assert.Contains(probe.Found, d => d.Kind == DeviceKind.Cpu);
        Assert.Contains(probe.Found, d => d.Kind == DeviceKind.IlgpuCpu);
        foreach (DeviceKind kind in Enum.GetValues<DeviceKind>())
        {
            Assert.True(
                probe.Found.Any(d => d.Kind == kind) || probe.Refused.Any(r => r.Kind == kind && r.Reason.Length > 10),
                $"{kind} is neither found nor refused");
        }
    }

    [Theory]
    [InlineData(DeviceKind.Cuda)]
    [InlineData(DeviceKind.OpenCl)]
    public void Create_AbsentDevice_SaysWhatIsThere(DeviceKind kind)
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => ComputeFactory.Create(new(kind, 97)));

        Assert.Contains("97", error.Message, StringComparison.Ordinal);
        Assert.Contains("Found: Cpu 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Automatic_IsWhatTheProbeSays()
    {
        using IArrayCompute compute = ComputeFactory.Create(new());

        Assert.Equal(ComputeFactory.Probe().Automatic.Kind, compute.Device.Kind);
    }

    [Fact]
    public void Create_TwoThreads_UsesTwo()
    {
        using IArrayCompute compute = ComputeFactory.Create(new(DeviceKind.Cpu, null, 2));

        Assert.Contains("2 threads", compute.Device.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoThreads_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ComputeFactory.Create(new(DeviceKind.Cpu, null, 0)));
}

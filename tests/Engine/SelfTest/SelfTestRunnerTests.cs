using VoxelDose.Engine.Compute;
using VoxelDose.Engine.SelfTest;

namespace VoxelDose.Tests.Engine.SelfTest;

public sealed class SelfTestRunnerTests
{
    [Fact]
    public void Run_OnTheHost_PassesEveryCheck()
    {
        using var compute = new HostCompute();

        IReadOnlyList<SelfTestCheck> checks = SelfTestRunner.Run(compute);

        Assert.DoesNotContain(checks, check => !check.Pass);
        Assert.Equal(checks.Count, checks.Select(check => check.Id).Distinct().Count());
    }

    /// <summary>Direct, separable and FFT convolution on ILGPU's CPU accelerator and on whatever GPU is there.</summary>
    [Fact]
    public void Run_OnEachDeviceFound_PassesEveryCheck()
    {
        foreach (ComputeDevice device in ComputeFactory.Probe().Found.Where(device => device.Kind != DeviceKind.Cpu))
        {
            using IArrayCompute compute = ComputeFactory.Create(new(device.Kind, device.Index));
            Assert.DoesNotContain(SelfTestRunner.Run(compute), check => !check.Pass);
        }
    }

    [Fact]
    public void Pass_ValueThatIsNoNumber_Fails() => Assert.False(new SelfTestCheck("id", "what", double.NaN, 0, 1, "source").Pass);
}

using VoxelDose.Engine.Compute;

namespace VoxelDose.Engine.SelfTest;

/// <summary>The physics commissioning checks: data and kernel on the host, convolutions and Monte Carlo on the device at hand.</summary>
public static class SelfTestRunner
{
    /// <summary>Runs every check.</summary>
    /// <param name="compute">The device to check.</param>
    /// <param name="stage">Told the name of each stage as it begins; null for nobody.</param>
    public static IReadOnlyList<SelfTestCheck> Run(IArrayCompute compute, Action<string>? stage = null)
    {
        stage?.Invoke("kernel and published tables");
        List<SelfTestCheck> checks = [.. KernelChecks.Run()];
        stage?.Invoke($"convolutions on {compute.Device.Name}");
        checks.AddRange(new ConvolutionChecks(compute).Run());
        stage?.Invoke($"Monte Carlo on {compute.Device.Name}");
        checks.AddRange(new MonteCarloChecks(compute).Run());
        return checks;
    }
}

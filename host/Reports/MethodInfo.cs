using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports;

/// <summary>What results.json says of a method; the dose itself is a file of its own.</summary>
internal sealed record MethodInfo(string Id, KernelResult? Kernel, MonteCarloInfo? MonteCarlo, double DurationS)
{
    internal static MethodInfo Of(MethodResult method) => new(method.Id, method.Kernel, method.MonteCarlo, method.DurationS);
}

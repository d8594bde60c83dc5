using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>
/// A theory that needs a device, and shared data where named; where one is absent it skips with the reason. An absent device fails where
/// the environment demands it (VOXELDOSE_REQUIRE_OPENCL, VOXELDOSE_REQUIRE_CUDA).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeviceTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<ComputeProbe> Probe = new(ComputeFactory.Probe);

    public DeviceTheoryAttribute(DeviceKind kind, string? sharedData = null)
    {
        string demand = $"VOXELDOSE_REQUIRE_{kind.ToString().ToUpperInvariant()}";
        bool isThere = Probe.Value.Found.Any(d => d.Kind == kind);
        if (sharedData is not null && SharedData.TryPath(sharedData) is null)
        {
            Skip = $"shared data '{sharedData}' is not beside this checkout";
        }
        else if (!isThere && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(demand)))
        {
            Skip = $"no {kind} device: {string.Join("; ", Probe.Value.Refused.Where(r => r.Kind == kind).Select(r => r.Reason))}";
        }
    }
}

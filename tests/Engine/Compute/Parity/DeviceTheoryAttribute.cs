using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>A theory that needs a device; where that is absent it skips with the reason, unless the environment demands it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeviceTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<ComputeProbe> Probe = new(ComputeFactory.Probe);

    public DeviceTheoryAttribute(DeviceKind kind)
    {
        string demand = $"VOXELDOSE_REQUIRE_{kind.ToString().ToUpperInvariant()}";
        bool isThere = Probe.Value.Found.Any(d => d.Kind == kind);
        if (!isThere && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(demand)))
        {
            Skip = $"no {kind} device: {string.Join("; ", Probe.Value.Refused.Where(r => r.Kind == kind).Select(r => r.Reason))}";
        }
    }
}

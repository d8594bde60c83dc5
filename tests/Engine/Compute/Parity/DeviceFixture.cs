using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>A compute that the cases of a test class share.</summary>
public abstract class DeviceFixture(DeviceKind kind) : IDisposable
{
    public Lazy<IArrayCompute> Compute { get; } = new(() => ComputeFactory.Create(new(kind)));

    public void Dispose()
    {
        if (Compute.IsValueCreated)
        {
            Compute.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}

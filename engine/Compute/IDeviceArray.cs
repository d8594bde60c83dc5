namespace VoxelDose.Engine.Compute;

/// <summary>float32 values that live on a device; only the compute that made it may use it.</summary>
public interface IDeviceArray : IDisposable
{
    /// <summary>Number of values.</summary>
    int Length { get; }
}

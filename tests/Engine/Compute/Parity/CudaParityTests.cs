using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>All parity cases on the first CUDA device; skipped, with the reason, where there is none.</summary>
public sealed class CudaParityTests(CudaParityTests.Device device) : IClassFixture<CudaParityTests.Device>
{
    public static TheoryData<string> Cases => ParityCases.Names;

    [DeviceTheory(DeviceKind.Cuda)]
    [MemberData(nameof(Cases))]
    public void Primitive_OnCuda_AgreesWithOracle(string name) => ParityCases.Run(name, device.Compute.Value);

    /// <summary>One accelerator for all cases, made when the first needs it.</summary>
    public sealed class Device : DeviceFixture
    {
        public Device()
            : base(DeviceKind.Cuda)
        {
        }
    }
}

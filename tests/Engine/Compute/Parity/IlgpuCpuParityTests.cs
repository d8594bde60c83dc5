using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>All parity cases through the ILGPU kernels on ILGPU's CPU accelerator, which is there wherever .NET is: never skipped.</summary>
public sealed class IlgpuCpuParityTests(IlgpuCpuParityTests.Device device) : IClassFixture<IlgpuCpuParityTests.Device>
{
    public static TheoryData<string> Cases => ParityCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Primitive_OnIlgpuCpu_AgreesWithOracle(string name) => ParityCases.Run(name, device.Compute.Value);

    /// <summary>One accelerator for all cases.</summary>
    public sealed class Device : DeviceFixture
    {
        public Device()
            : base(DeviceKind.IlgpuCpu)
        {
        }
    }
}

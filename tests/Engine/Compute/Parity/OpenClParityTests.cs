using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>
/// All parity cases on the first OpenCL device, GPU or not. Skipped where there is none, unless VOXELDOSE_REQUIRE_OPENCL is set: the
/// script that brings a software device along sets it, and a missing device fails.
/// </summary>
public sealed class OpenClParityTests(OpenClParityTests.Device device) : IClassFixture<OpenClParityTests.Device>
{
    public static TheoryData<string> Cases => ParityCases.Names;

    [DeviceTheory(DeviceKind.OpenCl)]
    [MemberData(nameof(Cases))]
    public void Primitive_OnOpenCl_AgreesWithOracle(string name) => ParityCases.Run(name, device.Compute.Value);

    /// <summary>One accelerator for all cases, made when the first needs it.</summary>
    public sealed class Device : DeviceFixture
    {
        public Device()
            : base(DeviceKind.OpenCl)
        {
        }
    }
}

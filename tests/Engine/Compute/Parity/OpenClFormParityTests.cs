using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>
/// All parity cases on the first OpenCL device with the launches meant for GPUs, and with those meant for CPUs: whichever the device is, one of
/// them is not what it takes by itself. Shared memory and barriers are tried on a software device this way.
/// </summary>
public sealed class OpenClFormParityTests(OpenClFormParityTests.Devices devices) : IClassFixture<OpenClFormParityTests.Devices>
{
    public static TheoryData<string> Cases => ParityCases.Names;

    [DeviceTheory(DeviceKind.OpenCl)]
    [MemberData(nameof(Cases))]
    public void Primitive_InGpuForm_AgreesWithOracle(string name) => ParityCases.Run(name, devices.GpuForm.Value);

    [DeviceTheory(DeviceKind.OpenCl)]
    [MemberData(nameof(Cases))]
    public void Primitive_InCpuForm_AgreesWithOracle(string name) => ParityCases.Run(name, devices.CpuForm.Value);

    [DeviceTheory(DeviceKind.OpenCl)]
    [InlineData(1)]
    [InlineData(1 << 22)]
    [InlineData((3 << 22) + 5)]
    public void Transfer_ThroughPageLockedBlocks_ComesBackUnchanged(int length)
    {
        float[] values = ParityInputs.Dense(new(length, 1, 1), 3);
        using IDeviceArray array = devices.GpuForm.Value.Upload(values);
        var back = new float[length];
        devices.GpuForm.Value.Download(array, back);

        Assert.Equal(values, back);
    }

    /// <summary>One accelerator for each form, made when the first case needs it.</summary>
    public sealed class Devices : IDisposable
    {
        internal Lazy<IArrayCompute> GpuForm { get; } = new(() => ComputeFactory.CreateOpenCl(isCpu: false));

        internal Lazy<IArrayCompute> CpuForm { get; } = new(() => ComputeFactory.CreateOpenCl(isCpu: true));

        public void Dispose()
        {
            foreach (Lazy<IArrayCompute> compute in (Lazy<IArrayCompute>[])[GpuForm, CpuForm])
            {
                if (compute.IsValueCreated)
                {
                    compute.Value.Dispose();
                }
            }
        }
    }
}

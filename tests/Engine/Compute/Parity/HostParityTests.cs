using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Compute.Simd;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>All parity cases on the host's cores.</summary>
public sealed class HostParityTests
{
    public static TheoryData<string> Cases => ParityCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Primitive_OnCpu_AgreesWithOracle(string name)
    {
        using var compute = new HostCompute();
        ParityCases.Run(name, compute);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Primitive_EachVectorWidth_AgreesWithOracle(string name)
    {
        foreach (VectorPath path in Enum.GetValues<VectorPath>())
        {
            using var compute = new HostCompute(2, path);
            ParityCases.Run(name, compute);
        }
    }
}

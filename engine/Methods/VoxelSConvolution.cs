using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Methods;

/// <summary>
/// Convolution with voxel S values. In a medium of one density the dose that a voxel gives to another is its local-deposition dose
/// times the absorbed fraction at their offset (Bolch 1999, MIRD Pamphlet 17), so the convolution runs over that dose with the dimensionless table.
/// </summary>
internal static class VoxelSConvolution
{
    /// <summary>target = kernel * local; zero outside the volume.</summary>
    internal static void Run(IArrayCompute compute, IDeviceArray localGy, Size3 size, ConvolutionPlan plan, IDeviceArray target)
    {
        switch (plan.Algorithm)
        {
            case ConvolutionAlgorithm.Separable:
                compute.ConvolveSeparable(localGy, size, plan.SeparableKernel!, target);
                break;
            case ConvolutionAlgorithm.Fft:
                compute.ConvolveFft(localGy, size, plan.SymmetricKernel, target);
                break;
            default:
                compute.ConvolveDirect(localGy, size, plan.SymmetricKernel, target);
                break;
        }
    }
}

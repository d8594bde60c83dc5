using VoxelDose.Engine.Compute;

namespace VoxelDose.Engine.Physics;

/// <summary>How a table is applied to a grid, and what that costs in accuracy.</summary>
/// <param name="Algorithm">The way chosen.</param>
/// <param name="SymmetricKernel">The exact table in float32; for <see cref="ConvolutionAlgorithm.Direct"/> and <see cref="ConvolutionAlgorithm.Fft"/>.</param>
/// <param name="SeparableKernel">Delta and terms; null unless the way is <see cref="ConvolutionAlgorithm.Separable"/>.</param>
/// <param name="Terms">Number of outer products; null unless separable.</param>
/// <param name="MaxKernelError">Largest deviation of an entry as a share of the self value; 0 for the exact ways.</param>
/// <param name="MaxDoseError">Largest relative dose deviation from the exact table on the test distributions; 0 for the exact ways.</param>
/// <param name="Why">The choice in a sentence.</param>
public sealed record ConvolutionPlan(
    ConvolutionAlgorithm Algorithm,
    SymmetricKernel SymmetricKernel,
    SeparableKernel? SeparableKernel,
    int? Terms,
    double MaxKernelError,
    double MaxDoseError,
    string Why);

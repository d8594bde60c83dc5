using VoxelDose.Engine.Compute;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>How far a backend may lie from the double oracle, as a share of the largest expected magnitude; each with its reason.</summary>
internal static class ParityTolerances
{
    /// <summary>2^-24: half the distance of neighbouring float32 values, relative.</summary>
    private const double Rounding = 5.96e-8;

    /// <summary>The tolerance of a primitive on a kind of device.</summary>
    internal static double Of(Primitive primitive, DeviceKind kind) => primitive switch
    {
        // One rounding of one product.
        Primitive.Multiply or Primitive.MultiplyBy => 1.01 * Rounding,

        // A product, then a quotient. Device compilers may divide through an approximate reciprocal: 2.5 ulp in OpenCL and 2 ulp in
        // PTX's div.full; the host and ILGPU's CPU divide exactly.
        Primitive.Divide => kind is DeviceKind.Cpu or DeviceKind.IlgpuCpu ? 2.1 * Rounding : 8 * Rounding,

        // Sums of some 1,000 products of one sign, folded first: errors grow with the root of the number of sums, about 30 roundings of
        // partial sums that stay below the largest result.
        Primitive.ConvolveDirect => 1e-6,

        // Three short sums one after the other, for each term.
        Primitive.ConvolveSeparable => 1e-6,

        // Each of some log2(n) passes there and back adds roundings in proportion to the largest value anywhere, not to the result's.
        Primitive.ConvolveFft => 2e-6,

        // The place within a voxel is known to 2e-7; seven blends of rounded values follow.
        Primitive.Resample => 1e-6,

        // Sums are double on the host and pairs of floats (48 bits) on devices; the order of adding differs.
        Primitive.Moments => 1e-9,
        _ => throw new ArgumentOutOfRangeException(nameof(primitive)),
    };
}

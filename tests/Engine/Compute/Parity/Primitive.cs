namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>The primitives of the seam.</summary>
public enum Primitive
{
    Multiply,
    MultiplyBy,
    Divide,
    ConvolveDirect,
    ConvolveSeparable,
    ConvolveFft,
    Resample,
    Moments,
}

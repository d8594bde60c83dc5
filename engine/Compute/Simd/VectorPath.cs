namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Width of the vectors that the host code uses.</summary>
internal enum VectorPath
{
    Scalar = 1,
    Vector128 = 4,
    Vector256 = 8,
    Vector512 = 16,
}

namespace VoxelDose.Engine.Compute;

/// <summary>Half profiles (offset 0 to radius) of one outer product; the term's weight is folded into them.</summary>
/// <param name="X">rx + 1 values.</param>
/// <param name="Y">ry + 1 values.</param>
/// <param name="Z">rz + 1 values.</param>
public sealed record SeparableTerm(float[] X, float[] Y, float[] Z);

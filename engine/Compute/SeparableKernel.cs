using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>
/// A kernel as a centre delta plus a sum of K outer products of even profiles:
/// w(i,j,k) = Delta [i=j=k=0] + sum over terms of X[|i|] Y[|j|] Z[|k|].
/// </summary>
/// <param name="Radius">Largest offset on each axis, voxels.</param>
/// <param name="Delta">Weight added at the centre alone.</param>
/// <param name="Terms">The outer products.</param>
public sealed record SeparableKernel(Size3 Radius, float Delta, IReadOnlyList<SeparableTerm> Terms);

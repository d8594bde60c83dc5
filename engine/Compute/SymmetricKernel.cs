using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>A 3-D convolution kernel that is even along each axis: one octant, float32, x fastest.</summary>
/// <param name="Radius">Largest offset on each axis, voxels.</param>
/// <param name="Octant">(rx+1)(ry+1)(rz+1) weights.</param>
public sealed record SymmetricKernel(Size3 Radius, float[] Octant);

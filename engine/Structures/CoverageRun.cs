namespace VoxelDose.Engine.Structures;

/// <summary>
/// Voxels that follow one another along x within one row and share one coverage.
/// </summary>
/// <param name="Start">Linear index (x fastest) of the first voxel.</param>
/// <param name="Length">Number of voxels; the run stays in its row.</param>
/// <param name="Coverage">Share of each voxel's volume that belongs to the structure, in (0, 1].</param>
public readonly record struct CoverageRun(int Start, int Length, float Coverage);

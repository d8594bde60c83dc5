namespace VoxelDose.Host.Reports.Pictures;

/// <summary>A place worth a look, as voxel indices of the pictures' grid.</summary>
internal sealed record PicturePlace(string Name, IReadOnlyList<int> Voxel);

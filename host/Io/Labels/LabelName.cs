using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Labels;

/// <summary>Name and colour of a label value.</summary>
internal sealed record LabelName(string Name, Rgb? Color);

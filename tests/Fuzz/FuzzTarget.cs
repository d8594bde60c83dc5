namespace VoxelDose.Tests.Fuzz;

/// <summary>A reader under attack.</summary>
/// <param name="Name">Name of the reader.</param>
/// <param name="FileName">Name of the mutant's file; readers look at endings.</param>
/// <param name="Seeds">Good files.</param>
/// <param name="Read">Reads the file of a path as the program does.</param>
internal sealed record FuzzTarget(string Name, string FileName, IReadOnlyList<byte[]> Seeds, Action<string> Read);

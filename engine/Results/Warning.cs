namespace VoxelDose.Engine.Results;

/// <summary>Something that a reader of the numbers has to know.</summary>
/// <param name="Code">Stable code, usable with --fail-on.</param>
/// <param name="Message">What it is, and what to do.</param>
public sealed record Warning(string Code, string Message);

namespace VoxelDose.Engine.Results;

/// <summary>A value held against a limit from the literature; it informs, it does not decide.</summary>
/// <param name="Code">Stable code, usable with --fail-on.</param>
/// <param name="Severity">"info", "warning" or "error".</param>
/// <param name="Message">What was compared, in words.</param>
/// <param name="Value">The value; null where it is not known.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Source">Citation.</param>
public sealed record Check(string Code, string Severity, string Message, double? Value, double? Limit, string? Unit, string? Source);

namespace VoxelDose.Engine.Planning;

/// <summary>A value of a plan or patient held against a criterion; it informs, it does not decide.</summary>
/// <param name="Code">Stable code, usable with --fail-on.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Severity">"info", "warning" or "error": how much a failure weighs.</param>
/// <param name="Message">The criterion in words.</param>
/// <param name="Value">The value; null is not given.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Source">Citation.</param>
public sealed record PlanCheck(
    string Code, CheckStatus Status, string Severity, string Message, double? Value, double? Limit, string? Unit, string? Source);

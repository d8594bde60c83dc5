namespace VoxelDose.Engine.Planning;

/// <summary>What a change of one input does to a plan.</summary>
/// <param name="Parameter">tn-ratio, lung-shunt, tumor-ml, normal-liver-ml or perfused-ml.</param>
/// <param name="Relative">Relative change of the input, e.g. 0.1.</param>
/// <param name="IsAssumed">True where the change is a step of the program, not an uncertainty that the user stated.</param>
/// <param name="Low">With the input lowered.</param>
/// <param name="High">With the input raised.</param>
public sealed record SensitivityRow(string Parameter, double Relative, bool IsAssumed, SensitivityCase Low, SensitivityCase High);

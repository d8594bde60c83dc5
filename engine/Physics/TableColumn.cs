namespace VoxelDose.Engine.Physics;

/// <summary>A column of a physics table.</summary>
/// <param name="Name">Name, as the table's header writes it.</param>
/// <param name="Unit">Unit; empty for text.</param>
/// <param name="Meaning">What it holds.</param>
public sealed record TableColumn(string Name, string Unit, string Meaning);

namespace VoxelDose.Engine.Structures;

/// <summary>A structure that the user defines by others.</summary>
/// <param name="Name">Name of the new structure.</param>
/// <param name="Role">Its role.</param>
/// <param name="Expression">See <see cref="StructureExpression"/>.</param>
public sealed record DerivedDefinition(string Name, StructureRole Role, string Expression);

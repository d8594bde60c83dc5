namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Share of an element in the mass of a medium.</summary>
/// <param name="Element">The element.</param>
/// <param name="MassFraction">Share of the mass, 0 to 1.</param>
public readonly record struct ElementFraction(Element Element, double MassFraction);

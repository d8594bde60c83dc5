namespace VoxelDose.Engine;

/// <summary>Mass that the lung dose refers to.</summary>
/// <param name="Kilogram">Mass, kg.</param>
/// <param name="Source">Where it comes from, in words.</param>
public sealed record LungMass(double Kilogram, string Source)
{
    /// <summary>The 1 kg of MIRD-based planning, used unless CT or the user says otherwise.</summary>
    public static LungMass Standard { get; } = new(1, "assumed, 1 kg");
}

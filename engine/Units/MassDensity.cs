namespace VoxelDose.Engine.Units;

/// <summary>Mass density; stored in g/cm3 (= g/mL = kg/L).</summary>
public readonly record struct MassDensity
{
    private MassDensity(double gramPerMl) => GramPerMl = gramPerMl;

    /// <summary>Value in g/mL.</summary>
    public double GramPerMl { get; }

    /// <summary>Makes a density from a value in g/mL.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not above zero.</exception>
    public static MassDensity FromGramPerMl(double value) =>
        double.IsFinite(value) && value > 0
            ? new(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "a mass density must be finite and above 0 g/mL");
}

namespace VoxelDose.Engine.Units;

/// <summary>Absorbed dose; stored in gray.</summary>
public readonly record struct AbsorbedDose
{
    private AbsorbedDose(double gray) => Gray = gray;

    /// <summary>Value in Gy.</summary>
    public double Gray { get; }

    /// <summary>Makes an absorbed dose from a value in Gy.</summary>
    public static AbsorbedDose FromGray(double value) => new(value);
}

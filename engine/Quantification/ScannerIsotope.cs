using System.Globalization;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Engine.Quantification;

/// <summary>An isotope that a scanner may have been set to (data/physics/scanner-isotopes.csv).</summary>
/// <param name="Name">Element and mass number, e.g. "Ge-68".</param>
/// <param name="HalfLifeS">Half-life, s.</param>
/// <param name="PositronFraction">Positrons per decay; null where it emits none.</param>
public sealed record ScannerIsotope(string Name, double HalfLifeS, double? PositronFraction)
{
    private static readonly Lazy<Dictionary<string, ScannerIsotope>> Known = new(() =>
    {
        PhysicsTable table = PhysicsTable.Embedded("scanner-isotopes.csv");
        return table.Rows().ToDictionary(
            row => row[0],
            row => new ScannerIsotope(row[0], table.Number(row[1]), row[2].Length == 0 ? null : table.Number(row[2])),
            StringComparer.OrdinalIgnoreCase);
    });

    /// <summary>The isotopes of the table.</summary>
    public static IReadOnlyCollection<ScannerIsotope> All => Known.Value.Values;

    /// <summary>The isotope of a name, or null where the table has none.</summary>
    public static ScannerIsotope? Find(string name) => Known.Value.GetValueOrDefault(name.Trim());

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} (half-life {HalfLifeS:g6} s, positron fraction {PositronFraction})");
}

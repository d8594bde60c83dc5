using System.Globalization;
using VoxelDose.Engine.Quantification;

namespace VoxelDose.Host.Cases;

/// <summary>Counts of lung and liver in an anterior and a posterior planar image.</summary>
/// <param name="Lung">Counts in both lungs.</param>
/// <param name="Liver">Counts in the liver.</param>
internal sealed record PlanarCounts((double Anterior, double Posterior) Lung, (double Anterior, double Posterior) Liver)
{
    /// <summary>What the option --planar-counts is to look like.</summary>
    internal const string Expected = "lung=ANTERIOR,POSTERIOR and liver=ANTERIOR,POSTERIOR, each once, such as --planar-counts lung=21500,19800 --planar-counts liver=402000,311000";

    internal double LungShuntFraction => LungShunt.FromPlanarCounts(Lung, Liver);

    /// <summary>Reads the pairs of the option; null where they are not as expected.</summary>
    internal static PlanarCounts? TryParse(IReadOnlyList<(string Name, string Value)> pairs)
    {
        (double, double)?[] both = [.. new[] { "lung", "liver" }.Select(region => pairs.Count(pair => pair.Name == region) == 1 ? Counts(pairs.Single(pair => pair.Name == region).Value) : null)];
        return pairs.Count == 2 && both is [{ } lung, { } liver] ? new(lung, liver) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"geometric means of planar counts, lung {Lung.Anterior:g6} anterior and {Lung.Posterior:g6} posterior, liver {Liver.Anterior:g6} and {Liver.Posterior:g6}");

    private static (double, double)? Counts(string text) => text.Split(',') is [var anterior, var posterior]
        && double.TryParse(anterior, NumberStyles.Float, CultureInfo.InvariantCulture, out double a)
        && double.TryParse(posterior, NumberStyles.Float, CultureInfo.InvariantCulture, out double p) ? (a, p) : null;
}

using System.Globalization;
using VoxelDose.Engine.Units;

namespace VoxelDose.Host.Cases;

/// <summary>`--density uniform:G_PER_ML`, as every verb takes it.</summary>
internal static class UniformDensity
{
    internal const string Prefix = "uniform:";

    /// <summary>What is expected, for messages.</summary>
    internal const string Expected = "0.2 to 2 g/mL: inflated lung is 0.26, soft tissue 0.95 to 1.1, cortical bone 1.9 (ICRU 44)";

    private const double LeastGramPerMl = 0.2;
    private const double MostGramPerMl = 2;

    /// <summary>The density that a text such as uniform:1.05 gives; null where it is no number, or one that no tissue has.</summary>
    internal static MassDensity? TryParse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && double.TryParse(text.AsSpan(Prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value is >= LeastGramPerMl and <= MostGramPerMl
            ? MassDensity.FromGramPerMl(value)
            : null;
}

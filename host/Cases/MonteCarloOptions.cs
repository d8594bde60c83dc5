using System.Globalization;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Cases;

/// <summary>The options of Monte Carlo.</summary>
internal static class MonteCarloOptions
{
    /// <summary>Largest whole number that a double of an option holds exactly.</summary>
    private const double LargestWhole = 1L << 53;

    private static readonly string[] Names = ["histories", "uncertainty", "uncertainty-in", "seed", "media"];

    internal static MonteCarloSettings Read(CaseReader reader, bool isAsked)
    {
        if (!isAsked && Names.FirstOrDefault(name => reader.Raw(name) is not null) is { } idle)
        {
            throw new UsageException($"--{idle} is an option of Monte Carlo; give --method mc too");
        }

        long? histories = Whole(reader, "histories", 1);
        double? uncertainty = Uncertainty(reader);
        if (histories is not null && uncertainty is not null)
        {
            throw new UsageException("--histories and --uncertainty both say when Monte Carlo ends; give one of them");
        }

        return new()
        {
            Histories = histories,
            Uncertainty = uncertainty,
            UncertaintyIn = reader.Text("uncertainty-in"),
            Seed = (ulong)(Whole(reader, "seed", 0) ?? 1),
        };
    }

    private static long? Whole(CaseReader reader, string name, double least) => reader.Number(name) switch
    {
        null => null,
        { } value when value >= least && value <= LargestWhole && value == Math.Floor(value) => (long)value,
        _ => throw reader.Fault(name, $"a whole number of {least} or more"),
    };

    private static double? Uncertainty(CaseReader reader)
    {
        if (reader.Text("uncertainty") is not { } text)
        {
            return null;
        }

        bool percent = text.EndsWith('%');
        const double whole = 100;
        bool ok = double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        value = percent ? value / whole : value;
        return ok && value is > 0 and < 1 ? value : throw reader.Fault("uncertainty", "a share such as 1% or 0.01");
    }
}

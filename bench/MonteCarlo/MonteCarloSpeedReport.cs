using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VoxelDose.Bench.MonteCarlo;

/// <summary>A run of the Monte Carlo bench as dated Markdown and JSON.</summary>
/// <param name="Date">Day of the run, UTC.</param>
/// <param name="Commit">Commit of the program; "unknown" away from a checkout.</param>
/// <param name="Processor">What the system calls its processor; null where it does not tell.</param>
/// <param name="Cores">Cores of the machine.</param>
/// <param name="LoadAverage">Load of the machine at the end; null where it does not tell.</param>
/// <param name="HistoriesPerRun">Decays of a timed run on one core.</param>
/// <param name="Speeds">Decays a second of one core.</param>
/// <param name="Runs">Whole runs.</param>
/// <param name="Skipped">What was not run and why; null where all was.</param>
internal sealed record MonteCarloSpeedReport(
    DateOnly Date, string Commit, string? Processor, int Cores, double? LoadAverage, long HistoriesPerRun, IReadOnlyList<MonteCarloSpeedReport.CoreSpeed> Speeds,
    IReadOnlyList<MonteCarloSpeedReport.WholeRun> Runs, string? Skipped)
{
    /// <summary>
    /// Decays a second of EGSnrc v2025a on one core for the same tallies of 90Y, from the note that came with the references in ../shared. EGSnrc was not run
    /// beside this program, and the note does not name the processor.
    /// </summary>
    internal const double EgsnrcPerSecond = 17_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>EGSnrc's figure, for readers of the JSON.</summary>
    public double EgsnrcDecaysPerSecond { get; init; } = EgsnrcPerSecond;

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}-montecarlo-cpu"));
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(this, Json) + "\n");
        File.WriteAllText(name + ".md", Markdown());
    }

    internal string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Monte Carlo, {Date:yyyy-MM-dd}

            Commit {Commit}. {Processor ?? "unknown processor"}, {Cores} cores, host transport. Load of the machine at the end: {LoadAverage?.ToString("F1", CultureInfo.InvariantCulture) ?? "unknown"}.

            ## Decays a second of one core

            64x64x64 voxels of 3 mm, liver of 1.05 g/mL, uniform activity, {HistoriesPerRun:0.0e0} decays on one thread by processor time, the best of five runs. The figure of EGSnrc v2025a, {EgsnrcPerSecond:0.00e0} a second on one
            core for the same tallies of 90Y, is that of the note that came with the references: it was taken elsewhere, on a processor that the note does not name, and EGSnrc was not run here.

            | nuclide | decays/s | EGSnrc | ratio |
            |---|---|---|---|

            """);
        foreach (CoreSpeed speed in Speeds)
        {
            bool isPeer = speed.Nuclide == "Y-90";
            text.Append(CultureInfo.InvariantCulture, $"| {speed.Nuclide} | {speed.DecaysPerSecond:0.00e0} | {(isPeer ? EgsnrcPerSecond.ToString("0.00e0", CultureInfo.InvariantCulture) : "-")} | ");
            text.Append(CultureInfo.InvariantCulture, $"{(isPeer ? (speed.DecaysPerSecond / EgsnrcPerSecond).ToString("0", CultureInfo.InvariantCulture) : "-")} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            ## Time to an uncertainty

            Whole processes of `dose --method mc --uncertainty ...` with statistics and all default outputs, one run each, in water of 1.05 g/mL unless said. Uncertainty: root mean square of the voxels in the region over their mean dose.
            {(Skipped is null ? "" : "\n" + Skipped + ".\n")}
            | case | region | asked | reached | decays | transport, s | whole process, s |
            |---|---|---|---|---|---|---|

            """);
        foreach (WholeRun run in Runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {run.Case} | {run.Region} | {100 * run.Asked:0.#} % | {100 * run.Reached:0.00} % | {run.Histories:0.0e0} | {run.TransportS:0.0} | {run.WallS:0.0} |\n");
        }

        return text.ToString();
    }

    /// <summary>Speed of one core.</summary>
    /// <param name="Nuclide">Nuclide.</param>
    /// <param name="DecaysPerSecond">Decays a second of processor time.</param>
    internal sealed record CoreSpeed(string Nuclide, double DecaysPerSecond);

    /// <summary>One process of the program.</summary>
    /// <param name="Case">What it computed.</param>
    /// <param name="Region">Where the uncertainty was to be reached.</param>
    /// <param name="Asked">Relative uncertainty asked for.</param>
    /// <param name="Reached">Relative uncertainty reached.</param>
    /// <param name="Histories">Decays simulated.</param>
    /// <param name="TransportS">Wall time of the method, s.</param>
    /// <param name="WallS">Wall time of the process, s.</param>
    internal sealed record WholeRun(string Case, string Region, double Asked, double Reached, long Histories, double TransportS, double WallS);
}

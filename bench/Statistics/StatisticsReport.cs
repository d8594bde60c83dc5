using System.Globalization;
using System.Text.Json;

namespace VoxelDose.Bench.Statistics;

/// <summary>A run of the statistics bench as dated Markdown and JSON. Times in ms; of several runs the shortest.</summary>
/// <param name="Date">Day of the run, UTC.</param>
/// <param name="Commit">Commit of the program; "unknown" away from a checkout.</param>
/// <param name="Cores">Cores of the machine.</param>
/// <param name="LoadAverage">Load of the machine at the end; null where it does not tell.</param>
/// <param name="Structures">Number of structures.</param>
/// <param name="Samples">Samples in all of them.</param>
/// <param name="FirstCallMs">Wall time of the first call in the process, compilation included.</param>
/// <param name="WallMs">Statistics, DVH and checks.</param>
/// <param name="CpuMs">Their CPU time.</param>
/// <param name="WholeWallMs">The same with the discretisation estimate, which the peer has no counterpart of.</param>
/// <param name="WholeCpuMs">Its CPU time.</param>
/// <param name="NumPy">Version of the peer.</param>
/// <param name="NumPyWallMs">The peer: masks and sort.</param>
/// <param name="NumPyCpuMs">Its CPU time.</param>
/// <param name="LargestDifference">Largest relative difference of any number of the two.</param>
internal sealed record StatisticsReport(
    DateOnly Date, string Commit, int Cores, double? LoadAverage, int Structures, long Samples, double FirstCallMs, double WallMs, double CpuMs,
    double WholeWallMs, double WholeCpuMs, string NumPy, double NumPyWallMs, double NumPyCpuMs, double LargestDifference)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Times that the peer takes longer on the clock.</summary>
    public double WallRatio => NumPyWallMs / WallMs;

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}-statistics-cpu"));
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(this, Json) + "\n");
        File.WriteAllText(name + ".md", Markdown());
    }

    internal string Markdown() => string.Create(CultureInfo.InvariantCulture, $"""
        # Statistics, {Date:yyyy-MM-dd}

        Commit {Commit}. {Structures} overlapping spheres with {Samples:N0} samples in a dose of 512x512x300 voxels, {Cores} cores. Load of the machine at the end:
        {LoadAverage?.ToString("F1", CultureInfo.InvariantCulture) ?? "unknown"}. Peer: NumPy {NumPy}, a boolean mask a structure, sort, one thread, masks made before the clock starts. The shortest of several runs on
        either side, ours after warm-up; the first call of a process, compilation included, takes {FirstCallMs:F0} ms.

        | | wall, ms | CPU, ms | NumPy / ours, wall | CPU |
        |---|---|---|---|---|
        | statistics, DVH and checks | {WallMs:F1} | {CpuMs:F1} | {WallRatio:F1} | {NumPyCpuMs / CpuMs:F1} |
        | the same + discretisation estimate (no counterpart in the peer) | {WholeWallMs:F1} | {WholeCpuMs:F1} | {NumPyWallMs / WholeWallMs:F1} | {NumPyCpuMs / WholeCpuMs:F1} |
        | NumPy | {NumPyWallMs:F0} | {NumPyCpuMs:F0} | | |

        Largest relative difference of any mean, deviation, D_x or V_x: {LargestDifference:E1}.

        """);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Compute;

namespace VoxelDose.Bench;

/// <summary>A run of the bench as dated Markdown and JSON.</summary>
/// <param name="Date">Day of the run, UTC.</param>
/// <param name="Commit">Commit of the program; "unknown" away from a checkout.</param>
/// <param name="Device">Device that computed.</param>
/// <param name="Threads">Host threads.</param>
/// <param name="LoadAverage">Load of the machine over the last minute when the run ended; null where unknown.</param>
/// <param name="Roofline">The machine's limits in this run.</param>
/// <param name="Peer">Versions of the peer; null where none ran.</param>
/// <param name="Runs">Runs behind each median.</param>
/// <param name="Results">One a case.</param>
internal sealed record BenchReport(
    DateOnly Date,
    string Commit,
    ComputeDevice Device,
    int Threads,
    double? LoadAverage,
    Roofline Roofline,
    string? Peer,
    int Runs,
    IReadOnlyList<ConvolutionResult> Results)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}-convolution-{Device.Kind.ToString().ToLowerInvariant()}"));
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(this, Json) + "\n");
        File.WriteAllText(name + ".md", Markdown());
    }

    internal string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Convolution, {Date:yyyy-MM-dd}

            Commit {Commit}. {Device.Kind}: {Device.Name} ({Device.Driver}), {Threads} host threads. Peer: {Peer ?? "none"}. Medians of {Runs} runs after
            warm-up, those of the program before and after its peers, case by case. Limits in this run: {Roofline.GigaFmaPerSecond:F0}e9 multiply-adds/s,
            {Roofline.CopyGigabytesPerSecond:F0} GB/s copied. Load of the machine at the end: {LoadAverage?.ToString("F1", CultureInfo.InvariantCulture) ?? "unknown"}.

            In the rows of a liver SciPy finds the box, convolves it and puts the result into zeros, as the program does; other peers get the box alone.
            Wall ratios hold on an idle machine; CPU ratios (peer CPU time / our CPU time per thread) where others compute too.
            "FMA floor" is the time that the multiply-adds and additions of the separable form (neighbours at equal distance added first, as far as each term reaches) take at the measured peak of multiply-adds.
            That peak is the best of its runs before and after the cases, as the least of ours is; medians hold what else the machine did. Short work is repeated for 0.3 s.

            | case | volume, activity | kernel | ours, ms | CPU ms/thread | SciPy fftconvolve | ratio wall / CPU | SciPy cached FFT | ratio wall / CPU | floor FMA / copy, ms | ours / FMA floor, median / least |
            |---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (ConvolutionResult r in Results)
        {
            string kernel = r.Terms is { } terms ? $"radius {r.Radius}, delta + {terms}" : $"radius {r.Radius}, {r.Algorithm.ToString().ToLowerInvariant()}";
            double perThread = r.Ours.MedianCpuMs / Threads;
            text.Append(CultureInfo.InvariantCulture, $"| {r.Case} | {r.Size}, {(r.Box == r.Size ? "all" : r.Box)} | {kernel} | {r.Ours.MedianWallMs:F2} | {perThread:F2} | ");
            text.Append(CultureInfo.InvariantCulture, $"{Peered(r.SciPy, r.Ours, perThread)} | {Peered(r.SciPyCached, r.Ours, perThread)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{r.FmaFloorMs?.ToString("F2", CultureInfo.InvariantCulture) ?? "-"} / {r.CopyFloorMs:F2} | ");
            text.Append(r.FmaFloorMs is { } floor ? string.Create(CultureInfo.InvariantCulture, $"{r.Ours.MedianWallMs / floor:F1} / {r.Ours.WallMs.Min() / floor:F1} |\n") : "- |\n");
        }

        if (Results.Any(r => r.Absent is not null))
        {
            AppendOthers(text);
        }

        return Results.Any(r => r.WithTransfers is not null) ? text + DeviceTable.Markdown(Results) : text.ToString();
    }

    private void AppendOthers(StringBuilder text)
    {
        text.Append("""

            Other peers in the same run: FFTW (measured plans, the kernel's transform kept, a thread for each core), scipy.ndimage.convolve (every entry, one thread), PyTorch's conv3d.

            | case | FFTW, ms | ratio wall / CPU | ndimage, ms | ratio wall / CPU | torch, ms | ratio wall / CPU | absent |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (ConvolutionResult r in Results.Where(r => r.Absent is not null))
        {
            double perThread = r.Ours.MedianCpuMs / Threads;
            text.Append(CultureInfo.InvariantCulture, $"| {r.Case} | {Peered(r.Fftw, r.Ours, perThread)} | {Peered(r.Ndimage, r.Ours, perThread)} | {Peered(r.Torch, r.Ours, perThread)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{string.Join("; ", r.Absent!)} |\n");
        }
    }

    private static string Peered(Timing? peer, Timing ours, double ourCpuPerThread) => peer is null
        ? "- | -"
        : string.Create(CultureInfo.InvariantCulture, $"{peer.MedianWallMs:F0} | {peer.MedianWallMs / ours.MedianWallMs:F1} / {peer.MedianCpuMs / ourCpuPerThread:F1}");
}

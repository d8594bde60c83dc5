using System.Diagnostics;
using System.Globalization;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Batch;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>--max-memory: fewer volumes at a time and the same bits, or a refusal with what suffices.</summary>
public sealed class MemoryLimitTests : IDisposable
{
    private readonly TemporaryFolder _inputs = new();

    [Theory]
    [InlineData("direct", 4, "--kernel-tolerance", "0")]
    [InlineData("separable", 2.5, "--kernel-tolerance", "0.01")]
    [InlineData("fft", 1.5, "--kernel-tolerance", "0")]
    [InlineData("separable", 2.5, "--kernel-tolerance", "0.01", "--method", "vsv")]
    [InlineData("separable", 2.5, "--kernel-tolerance", "0.01", "--method", "vsv-density", "--method", "vsv", "--method", "ldm", "--density", "ct", "--figures")]
    [InlineData(null, 4, "--method", "mc", "--method", "ldm", "--histories", "20000")]
    public void Dose_BelowWhatAllVolumesNeed_HoldsFewerAndGivesTheSame(string? form, double spacingMm, params string[] words)
    {
        string[] all = [.. Inputs(new(48, 40, 320), spacingMm, words.Contains("ct")), .. words];
        using Invocation free = new Invocation().Dose(all);
        DoseCase bound = Bound(all);
        Assert.True(CaseMemory.SparingBytes(bound) < CaseMemory.EstimateBytes(bound));
        string limit = string.Create(CultureInfo.InvariantCulture, $"{(CaseMemory.SparingBytes(bound) / 1000) + 1}KB");

        using Invocation spared = new Invocation().Dose([.. all, "--max-memory", limit]);

        Assert.Equal(0, spared.ExitCode);
        Assert.Contains("one method after another", spared.Results.Warnings.Single(w => w.Code == "memory-limit").Message, StringComparison.Ordinal);
        Assert.Equal(free.Results.Provenance!.Doses, spared.Results.Provenance!.Doses);
        Assert.All(spared.Results.Methods.Where(m => form is not null && m.Kernel is not null), m => Assert.Equal(form, m.Kernel!.Algorithm));
        string[] files = [.. Directory.EnumerateFiles(free.Out, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(free.Out, path)).Order()];
        Assert.Equal(files, Directory.EnumerateFiles(spared.Out, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(spared.Out, path)).Order());
        string[] told = ["results.json", "report.html", "manifest.sha256"];

        // Drawings number what they define by a count that goes on from run to run.
        Assert.All(files.Except(told).Where(file => !file.EndsWith(".svg", StringComparison.Ordinal)), file => Assert.Equal(File.ReadAllBytes(Path.Combine(free.Out, file)), File.ReadAllBytes(Path.Combine(spared.Out, file))));
        Assert.Equal(Pictures(free), Pictures(spared));
    }

    [Fact]
    public void Dose_BelowWhatTheLeanerWayNeeds_IsRefusedWithTheSizeThatSuffices()
    {
        string[] all = Inputs(new(48, 40, 320), 4, hasCt: false);
        long sparing = CaseMemory.SparingBytes(Bound(all)) / 1_000_000;
        using Invocation refused = new Invocation().Dose([.. all, "--max-memory", $"{sparing - 1}MB"]);
        using Invocation named = new Invocation().Dose([.. all, "--max-memory", $"{sparing + 1}MB"]);
        using Invocation whole = new Invocation().Dose([.. all, "--max-memory", $"{sparing + 1}MB", "--dvh-band"]);

        Assert.Equal([3, 0, 3], [refused.ExitCode, named.ExitCode, whole.ExitCode]);
        Assert.Empty(refused.Leftovers);
    }

    /// <summary>The kernel's account of two processes; estimates are upper bounds, and less than twice what is taken.</summary>
    [ProcFact]
    public void Dose_Limited_TakesLessMemoryAndNoMoreThanSaid()
    {
        string[] all = Inputs(new(256, 256, 160), 2, hasCt: false);
        DoseCase bound = Bound(all);
        (long plain, long sparing) = (CaseMemory.EstimateBytes(bound), CaseMemory.SparingBytes(bound));
        long free = PeakBytes(all);
        long spared = PeakBytes([.. all, "--max-memory", $"{(sparing / 1_000_000) + 1}MB"]);

        // On a busy machine collections come late: a tenth for that.
        Assert.InRange(free, plain / 2.0, 1.1 * plain);
        Assert.InRange(spared, sparing / 2.0, 1.1 * sparing);

        // Two volumes fewer; one is for what the collector happens to let lie.
        long volume = sizeof(float) * 256L * 256 * 160;
        Assert.True(free - spared > volume, $"{free} and {spared} bytes");
    }

    public void Dispose() => _inputs.Dispose();

    private static DoseCase Bound(string[] words)
    {
        var values = new Dictionary<string, List<string>>();
        for (int n = 0; n < words.Length; n++)
        {
            string name = words[n][2..];
            bool isFlag = n + 1 == words.Length || words[n + 1].StartsWith("--", StringComparison.Ordinal);
            values.TryAdd(name, []);
            values[name].Add(isFlag ? "true" : words[++n]);
        }

        return DoseCaseBinder.Bind(new(DoseOptions.All, values.ToDictionary(v => v.Key, v => new RawValue(v.Value, v.Key, IsFromFile: false))));
    }

    /// <summary>A body with a liver that fills a good part of it, a tumour and noise; the lower part of its CT is lung.</summary>
    private string[] Inputs(Size3 size, double spacingMm, bool hasCt)
    {
        var grid = new VoxelGrid(size, new(spacingMm, spacingMm, spacingMm), default, Mat3.Identity);
        float[] activity = new float[size.Count];
        float[] labels = new float[size.Count];
        float[] hounsfield = new float[size.Count];
        var random = new Random(8);
        for (int n = 0; n < activity.Length; n++)
        {
            (int x, int y, int z) = (n % size.X, n / size.X % size.Y, n / (size.X * size.Y));
            double r = Math.Sqrt(Math.Pow((2.0 * x / size.X) - 1, 2) + Math.Pow((2.0 * y / size.Y) - 1, 2) + Math.Pow((2.0 * z / size.Z) - 1, 2));
            labels[n] = r < 0.25 ? 2 : r < 0.6 ? 1 : 0;
            activity[n] = (float)((r < 0.25 ? 5e6 : r < 0.6 ? 1e6 : 1e4) * (0.5 + random.NextDouble()));
            hounsfield[n] = 2 * z < size.Z ? -700 : 50;
        }

        VolumeFile.Write(_inputs.PathOf("activity.nii.gz"), new(grid, activity), "activity", "Bq/mL");
        VolumeFile.Write(_inputs.PathOf("labels.nii.gz"), new(grid, labels), "labels", "1");
        VolumeFile.Write(_inputs.PathOf("ct.nii.gz"), new(grid, hounsfield), "CT", "HU");
        string[] ct = hasCt ? ["--ct", _inputs.PathOf("ct.nii.gz")] : [];
        return
        [
            "--activity", _inputs.PathOf("activity.nii.gz"), "--activity-units", "bq-per-ml", "--calibration", "absolute", "--modality", "y90-pet", "--hours-after-administration", "3",
            "--structures", _inputs.PathOf("labels.nii.gz"), "--role", "Label 1=liver", "--role", "Label 2=tumor", "--device", "cpu", .. ct,
        ];
    }

    private long PeakBytes(string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        string folder = _inputs.PathOf($"peak-{words.Length}");
        foreach (string word in (string[])[Path.Combine(AppContext.BaseDirectory, "voxeldose.dll"), "dose", .. words, "--quiet", "--out", folder])
        {
            start.ArgumentList.Add(word);
        }

        using Process run = Process.Start(start)!;
        long peak = 0;
        while (!run.WaitForExit(5))
        {
            // Gone between the question and the answer, or already without memory.
            string? line = File.Exists($"/proc/{run.Id}/status") ? ReadLines(run.Id).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
            peak = line is null ? peak : 1024 * long.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        Assert.Equal(0, run.ExitCode);
        return peak;
    }

    private static string[] ReadLines(int id)
    {
        try
        {
            return File.ReadAllLines($"/proc/{id}/status");
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string Pictures(Invocation run)
    {
        string page = File.ReadAllText(Path.Combine(run.Out, "report.html"));
        return page[page.IndexOf("id=\"report-data\"", StringComparison.Ordinal)..];
    }

    private sealed class ProcFactAttribute : FactAttribute
    {
        public ProcFactAttribute()
        {
            Skip = File.Exists("/proc/self/status") ? null : "peaks are read from /proc";
        }
    }
}

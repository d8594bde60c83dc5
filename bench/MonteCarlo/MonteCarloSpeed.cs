using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Bench.MonteCarlo;

/// <summary>
/// Decays a second of one core beside EGSnrc's figure, and how long whole runs of `dose --method mc` take to 3 % and to 1 % in tumour voxels: the torso
/// phantom, and a patient's PET where ../shared holds it.
/// </summary>
internal static class MonteCarloSpeed
{
    private const int Side = 64;
    private const double SpacingMm = 3;
    private const float LiverGPerMl = 1.05f;
    private const int Repeats = 5;

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for the dated Markdown and JSON; none are written where not given." };

    private static readonly Option<long> Histories = new("--histories") { Description = "decays of a timed run on one core", DefaultValueFactory = _ => 1_000_000 };

    private static readonly Option<string> Shared = new("--shared") { Description = "folder of the images that are not part of the repository", DefaultValueFactory = _ => "../shared" };

    internal static Command Create()
    {
        var command = new Command("montecarlo-speed", "Times Monte Carlo: decays a second and core, and whole runs to 3 % and 1 %. From the root of the repository.");
        command.Options.Add(Out);
        command.Options.Add(Histories);
        command.Options.Add(Shared);
        command.SetAction(parsed => Run(parsed.GetValue(Out), parsed.GetValue(Histories), parsed.GetValue(Shared)!));
        return command;
    }

    /// <summary>Most decays a second of one thread, of some repeats; by processor time, so that other work on the machine does not count. The first repeats also compile.</summary>
    internal static double PerSecondAndCore(string nuclide, long histories)
    {
        float[] activity = new float[Side * Side * Side];
        Array.Fill(activity, 1f);
        var request = new MonteCarloRequest(
            new(Side, Side, Side), new(SpacingMm, SpacingMm, SpacingMm), activity, [LiverGPerMl], Emission.Of(nuclide), EnergyConventions.Get(nuclide, EnergyConventions.DefaultId(nuclide)))
        {
            Histories = histories,
            Tissues = TissueTable.Only(MediaTable.Default, "liver"),
        };
        return Enumerable.Range(0, Repeats).Max(_ =>
        {
            using var me = Process.GetCurrentProcess();
            TimeSpan before = me.TotalProcessorTime;
            MonteCarloDose.Run(request, threads: 1);
            me.Refresh();
            return histories / (me.TotalProcessorTime - before).TotalSeconds;
        });
    }

    private static int Run(string? folder, long histories, string shared)
    {
        MonteCarloSpeedReport.CoreSpeed[] speeds = [.. EnergyConventions.Nuclides.Select(nuclide => new MonteCarloSpeedReport.CoreSpeed(nuclide, PerSecondAndCore(nuclide, histories)))];
        string patient = Path.Combine(shared, "data", "real", "taranis-patient-1");
        string pet = Path.Combine(patient, "patient_1_Y90_PET.nrrd");
        List<(string Name, string[] Words)> cases = [
            ("torso phantom", ["data/phantoms/torso/case.json"]),
            ("torso phantom, tissues by CT", ["data/phantoms/torso/case.json", "--density", "ct"]),
        ];
        string? skipped = null;
        if (File.Exists(pet))
        {
            cases.Add(("patient 1", [
                "--activity", pet, "--structures", Path.Combine(patient, "patient_1_Segmentation.seg.nrrd"), "--modality", "y90-pet", "--activity-units", "bq-per-ml",
                "--calibration", "absolute", "--hours-after-administration", "0"]));
        }
        else
        {
            skipped = $"patient 1 was not run: {pet} is absent";
            Console.Error.WriteLine($"SKIPPED: {skipped}");
        }

        List<MonteCarloSpeedReport.WholeRun> runs = [];
        foreach ((string name, string[] words) in cases)
        {
            runs.AddRange(new[] { "3%", "1%" }.Select(asked => Dose(name, words, asked)));
        }

        var report = new MonteCarloSpeedReport(
            DateOnly.FromDateTime(DateTime.UtcNow), Machine.Commit(), Machine.Processor(), Environment.ProcessorCount, Machine.LoadAverage(), histories, speeds, runs, skipped);
        Console.Write(report.Markdown());
        if (folder is not null)
        {
            report.Write(folder);
        }

        return 0;
    }

    /// <summary>One whole process of the program, as a user starts it, with all its outputs.</summary>
    private static MonteCarloSpeedReport.WholeRun Dose(string name, string[] words, string uncertainty)
    {
        string result = Directory.CreateTempSubdirectory("voxeldose-bench").FullName;
        try
        {
            long start = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "voxeldose.dll"), "dose", .. words, "--method", "mc", "--uncertainty", uncertainty, "--device", "cpu", "--quiet", "--overwrite", "--out", result])
            { RedirectStandardError = true })!;
            string said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{name}: dose ended with {process.ExitCode}: {said}");
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(result, "results.json")));
            JsonElement method = json.RootElement.GetProperty("methods")[0];
            JsonElement info = method.GetProperty("monteCarlo");
            return new(
                name, info.GetProperty("target").GetString()!, double.Parse(uncertainty.TrimEnd('%'), CultureInfo.InvariantCulture) / 100, info.GetProperty("reachedUncertainty").GetDouble(),
                info.GetProperty("histories").GetInt64(), method.GetProperty("durationS").GetDouble(), wall);
        }
        finally
        {
            Directory.Delete(result, recursive: true);
        }
    }
}

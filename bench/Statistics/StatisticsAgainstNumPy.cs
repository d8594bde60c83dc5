using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench.Statistics;

/// <summary>
/// Statistics, DVH and checks of 20 overlapping spheres in a dose of 512x512x300 voxels, against NumPy masks in the same run on the same
/// machine. Both get the dose in memory and the structures in their own form (runs here, masks there) before the clock starts.
/// </summary>
internal static class StatisticsAgainstNumPy
{
    private const int Repeats = 25;

    /// <summary>Calls before the clock counts: the runtime compiles loops again, with what it learnt, after some dozens.</summary>
    private const int WarmUps = 60;

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for the dated Markdown and JSON; none are written where not given." };

    internal static Command Create()
    {
        var command = new Command("statistics", "Times structure statistics beside NumPy masks.");
        command.Options.Add(Out);
        command.SetAction(parsed => Run(parsed.GetValue(Out)));
        return command;
    }

    private static int Run(string? folder)
    {
        var grid = VoxelGrid.AxisAligned(new(512, 512, 300), new(0.8, 0.8, 1));
        float[] dose = MakeDose(grid);
        double[][] spheres = MakeSpheres(grid.Size);
        Structure[] structures = [.. spheres.Select((sphere, n) => Sphere(grid, sphere, $"sphere {n}"))];
        var images = new DoseImages { Grid = grid, DosesGy = [new("ldm", dose)], HalfLifeH = 64.1 };
        ThresholdSet[] sets = [ThresholdSet.BuiltIn("dosisphere-01"), ThresholdSet.BuiltIn("eanm2022-glass")];

        var results = new StructureResult[structures.Length];
        void Statistics() => StructureLoop.ForEach(structures, n => results[n] = Of(structures[n], images, sets));
        void Whole() => StructureAnalyzer.AnalyzeAll(structures, images, _ => RadiobiologyParameters.Tumor);
        (double first, _) = Time(Statistics);
        (double wall, double cpu) = Best(Statistics);
        (double wholeWall, double wholeCpu) = Best(Whole);

        JsonElement peer = RunPeer(grid.Size, dose, spheres);
        var report = new StatisticsReport(
            DateOnly.FromDateTime(DateTime.UtcNow),
            Machine.Commit(),
            Environment.ProcessorCount,
            Machine.LoadAverage(),
            structures.Length,
            structures.Sum(s => s.VoxelCount),
            1000 * first,
            1000 * wall,
            1000 * cpu,
            1000 * wholeWall,
            1000 * wholeCpu,
            peer.GetProperty("numpy").GetString()!,
            1000 * peer.GetProperty("seconds").GetDouble(),
            1000 * peer.GetProperty("cpuSeconds").GetDouble(),
            Compare(results, peer.GetProperty("structures")));
        Console.Write(report.Markdown());
        if (folder is not null)
        {
            report.Write(folder);
        }

        return report.WallRatio >= 20 && report.LargestDifference < 1e-6 ? 0 : 1;
    }

    private static StructureResult Of(Structure structure, DoseImages images, ThresholdSet[] sets)
    {
        using StructureSamples samples = StructureSampler.Sample(structure, images.Grid, [images.DosesGy[0].Value]);
        DoseStatistics found = DoseStatisticsCalculator.Compute(samples, 0, RadiobiologyParameters.Tumor, images.HalfLifeH);
        _ = CumulativeDvh.Compute(samples, 0, structure.Name, "ldm");
        var result = new StructureResult
        {
            Name = structure.Name,
            Role = structure.Role,
            VoxelCount = structure.VoxelCount,
            Dose = new Dictionary<string, DoseStatistics> { ["ldm"] = found },
        };
        foreach (ThresholdSet set in sets)
        {
            _ = ThresholdChecks.Evaluate(set, [result], new(), "ldm");
        }

        return result;
    }

    /// <summary>Shortest wall time of some repeats after warm-up, and the CPU time of that one, s.</summary>
    private static (double Wall, double Cpu) Best(Action action)
    {
        for (int n = 0; n < WarmUps; n++)
        {
            action();
        }

        return Enumerable.Range(0, Repeats).Select(_ => Time(action)).Min();
    }

    private static (double Wall, double Cpu) Time(Action action)
    {
        TimeSpan cpu = CpuTime();
        long start = Stopwatch.GetTimestamp();
        action();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (CpuTime() - cpu).TotalSeconds);
    }

    private static TimeSpan CpuTime()
    {
        using var me = Process.GetCurrentProcess();
        return me.TotalProcessorTime;
    }

    private static float[] MakeDose(VoxelGrid grid)
    {
        float[] dose = new float[grid.Size.Count];
        var random = new Random(1);
        for (int k = 0, n = 0; k < grid.Size.Z; k++)
        {
            for (int j = 0; j < grid.Size.Y; j++)
            {
                for (int i = 0; i < grid.Size.X; i++, n++)
                {
                    double wave = Math.Sin(i * 0.02) * Math.Cos(j * 0.03) * Math.Sin((k * 0.025) + 1);
                    dose[n] = (float)(80 * Math.Exp(1.2 * wave) * (0.7 + (0.6 * random.NextDouble())));
                }
            }
        }

        return dose;
    }

    private static double[][] MakeSpheres(Size3 size)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, 20).Select(n =>
        {
            double radius = 10 * Math.Pow(10, random.NextDouble());
            return new[] { Place(size.X), Place(size.Y), Place(size.Z), radius };

            double Place(int extent) => radius + (random.NextDouble() * (extent - (2 * radius)));
        })];
    }

    private static Structure Sphere(VoxelGrid grid, double[] sphere, string name)
    {
        var runs = new List<CoverageRun>();
        for (int k = 0; k < grid.Size.Z; k++)
        {
            for (int j = 0; j < grid.Size.Y; j++)
            {
                double rest = (sphere[3] * sphere[3]) - ((j - sphere[1]) * (j - sphere[1])) - ((k - sphere[2]) * (k - sphere[2]));
                if (rest >= 0)
                {
                    int first = (int)Math.Max(0, Math.Ceiling(sphere[0] - Math.Sqrt(rest)));
                    int last = (int)Math.Min(grid.Size.X - 1, Math.Floor(sphere[0] + Math.Sqrt(rest)));
                    if (last >= first)
                    {
                        runs.Add(new(first + (grid.Size.X * (j + (grid.Size.Y * k))), last - first + 1, 1));
                    }
                }
            }
        }

        return new(name, StructureRole.Tumor, null, grid, runs);
    }

    private static JsonElement RunPeer(Size3 size, float[] dose, double[][] spheres)
    {
        string folder = Directory.CreateTempSubdirectory("voxeldose-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "case.json"), JsonSerializer.Serialize(new { size = new[] { size.X, size.Y, size.Z }, spheres }));
            using (FileStream file = File.Create(Path.Combine(folder, "dose.f32")))
            {
                file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(dose.AsSpan()));
            }

            string script = Path.Combine(AppContext.BaseDirectory, "peers", "statistics_masks.py");
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3", [script, folder]) { RedirectStandardOutput = true };
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("python did not start");
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return JsonDocument.Parse(output).RootElement;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Compare(StructureResult[] ours, JsonElement peer)
    {
        double worst = 0;
        for (int n = 0; n < ours.Length; n++)
        {
            JsonElement theirs = peer[n];
            DoseStatistics s = ours[n].Dose["ldm"];
            Note(ours[n].VoxelCount, theirs.GetProperty("voxels").GetDouble());
            Note(s.MeanGy, theirs.GetProperty("meanGy").GetDouble());
            Note(s.SdGy, theirs.GetProperty("sdGy").GetDouble());
            double?[] doses = [s.D98Gy, s.D95Gy, s.D90Gy, s.D70Gy, s.D50Gy, s.D20Gy, s.D5Gy, s.D2Gy];
            for (int p = 0; p < doses.Length; p++)
            {
                Note(doses[p], theirs.GetProperty("dGy")[p].GetDouble());
            }

            for (int v = 0; v < s.Vx.Count; v++)
            {
                Note(1 + s.Vx[v].Fraction, 1 + theirs.GetProperty("v")[v].GetDouble());
            }
        }

        return worst;

        void Note(double? mine, double their) => worst = Math.Max(worst, Math.Abs((mine!.Value / their) - 1));
    }
}

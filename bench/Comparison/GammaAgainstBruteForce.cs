using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Tests.Engine.Comparison;

namespace VoxelDose.Bench.Comparison;

/// <summary>Times gamma 3 %/3 mm of two noisy phantoms on 256x256x128 beside searches of a lattice on a sample of their voxels, in NumPy and here.</summary>
internal static class GammaAgainstBruteForce
{
    private const double LatticeShare = 0.1;
    private const int BruteEach = 20_000;
    private const int PeerEach = 200;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var device = new Option<string>("--device") { Description = "auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu.", DefaultValueFactory = _ => "cpu" };
        var outFolder = new Option<string?>("--out") { Description = "Folder for the dated Markdown and JSON; none are written where not given." };
        var command = new Command("gamma", "Times gamma beside brute force; exit code 1 where it is less than 50 times as fast.");
        command.Options.Add(device);
        command.Options.Add(outFolder);
        command.SetAction(parsed => Run(parsed.GetValue(device)!, parsed.GetValue(outFolder)));
        return command;
    }

    private static int Run(string device, string? outFolder)
    {
        var criteria = new GammaCriteria { DoseFraction = 0.03, DistanceMm = 3 };
        Volume reference = GammaPhantom.Dose(GammaPhantom.ReferenceSeed);
        Volume evaluated = GammaPhantom.Dose(GammaPhantom.EvaluatedSeed);
        using IArrayCompute compute = ComputeFactory.Create(DeviceWord.Parse(device, null));
        GammaResult result = GammaIndex.Compute(reference, evaluated, criteria, compute);
        double[] seconds = [.. Enumerable.Range(0, 3).Select(_ => Seconds(() => result = GammaIndex.Compute(reference, evaluated, criteria, compute))).Order()];
        double deltaGy = criteria.DoseFraction * result.NormalisationGy;
        int[] evaluatedVoxels = [.. Enumerable.Range(0, result.Map.Values.Length).Where(n => !float.IsNaN(result.Map.Values[n]))];

        int[] sample = [.. evaluatedVoxels.Where((_, n) => n % (evaluatedVoxels.Length / BruteEach) == 0)];
        var brute = new BruteForceGamma(evaluated, criteria.DistanceMm, LatticeShare * criteria.DistanceMm, refine: false);
        Size3 size = reference.Grid.Size;
        int brutePassed = 0;
        double[] tried = new double[reference.Values.Length];
        double bruteSeconds = Seconds(() => Parallel.ForEach(sample, n =>
        {
            double gamma = brute.At(new(n % size.X, n / size.X % size.Y, n / (size.X * size.Y)), reference.Values[n], deltaGy);
            tried[n] = gamma;
            Interlocked.Add(ref brutePassed, gamma <= 1 ? 1 : 0);
        })) * evaluatedVoxels.Length / sample.Length;

        double excess = sample.Max(n => tried[n] - result.Map.Values[n]);
        int[] peerSample = [.. evaluatedVoxels.Where((_, n) => n % (evaluatedVoxels.Length / PeerEach) == 0)];
        JsonElement peer = Peer(reference, evaluated, peerSample, deltaGy, criteria.DistanceMm);
        double PeerSeconds(string way) => peer.GetProperty(way).GetProperty("seconds").GetDouble() * evaluatedVoxels.Length / peerSample.Length;
        double PeerPassed(string way) => 100.0 * peer.GetProperty(way).GetProperty("passed").GetInt32() / peerSample.Length;
        double peerSeconds = PeerSeconds("brute");
        double Passed(int[] voxels) => 100.0 * voxels.Count(n => result.Map.Values[n] <= 1) / voxels.Length;

        string markdown = string.Create(CultureInfo.InvariantCulture, $"""
            # Gamma, {DateTime.UtcNow:yyyy-MM-dd}

            `bench -- gamma --device {device}` on {compute.Device.Name}. Gamma 3 %/3 mm, global, cutoff 10 %, of two independent noisy realisations (seeds
            {GammaPhantom.ReferenceSeed} and {GammaPhantom.EvaluatedSeed}) of the torso phantom on 256x256x128 voxels of 1.5x1.5x2.2 mm: {result.Evaluated} voxels evaluated,
            {100 * result.PassFraction:F2} % pass. Brute force tries all {peer.GetProperty("points").GetInt32()} points of a lattice of 0.3 mm within 6 mm of a voxel; "dropping" takes them in the
            order of distance until they are further away than the best gamma. Both are timed on a sample spread over the evaluated voxels and extrapolated.

            | way | voxels timed | s for all evaluated voxels | times ours | passing in the sample, % | ours there, % |
            |---|---|---|---|---|---|
            | VoxelDose, branch and bound | {result.Evaluated} | {seconds[1]:F2} ({seconds[0]:F2} to {seconds[2]:F2}) | 1 | | |
            | brute force, NumPy {peer.GetProperty("numpy").GetString()}, 1 thread | {peerSample.Length} | {peerSeconds:F0} | {peerSeconds / seconds[1]:F0} | {PeerPassed("brute"):F2} | {Passed(peerSample):F2} |
            | the same, dropping | {peerSample.Length} | {PeerSeconds("dropping"):F0} | {PeerSeconds("dropping") / seconds[1]:F0} | {PeerPassed("dropping"):F2} | {Passed(peerSample):F2} |
            | dropping, C#, {Environment.ProcessorCount} threads | {sample.Length} | {bruteSeconds:F1} | {bruteSeconds / seconds[1]:F1} | {100.0 * brutePassed / sample.Length:F2} | {Passed(sample):F2} |

            On that sample the lattice's gamma is up to {excess:F3} above ours, which is at most 0.001 above the minimum.
            The lattice misses minima between its points, so fewer voxels pass there. With the best lattice point refined, pass fractions on a 48^3 crop agree within 0.1
            points: test `GammaPhantomTests`.

            """);
        Console.Out.Write(markdown);
        if (outFolder is not null)
        {
            Directory.CreateDirectory(outFolder);
            string name = Path.Combine(outFolder, $"{DateTime.UtcNow:yyyy-MM-dd}-gamma-{compute.Device.Kind.ToString().ToLowerInvariant()}");
            File.WriteAllText(name + ".md", markdown);
            File.WriteAllText(name + ".json", JsonSerializer.Serialize(
                new
                {
                    device = compute.Device.Name,
                    evaluated = result.Evaluated,
                    passed = result.Passed,
                    seconds,
                    numpyBruteForceSeconds = peerSeconds,
                    numpyDroppingSeconds = PeerSeconds("dropping"),
                    numpyVoxels = peerSample.Length,
                    droppingSeconds = bruteSeconds,
                    droppingVoxels = sample.Length,
                    largestExcess = excess,
                    seeds = new[] { GammaPhantom.ReferenceSeed, GammaPhantom.EvaluatedSeed },
                },
                Json) + "\n");
        }

        return peerSeconds >= 50 * seconds[1] ? 0 : 1;
    }

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static JsonElement Peer(Volume reference, Volume evaluated, int[] voxels, double deltaGy, double dtaMm)
    {
        string folder = Directory.CreateTempSubdirectory("voxeldose-bench-").FullName;
        try
        {
            Size3 size = reference.Grid.Size;
            Vec3 spacing = reference.Grid.SpacingMm;
            File.WriteAllText(Path.Combine(folder, "case.json"), JsonSerializer.Serialize(
                new { size = new[] { size.X, size.Y, size.Z }, spacingMm = new[] { spacing.X, spacing.Y, spacing.Z }, deltaGy, dtaMm, voxels }));
            File.WriteAllBytes(Path.Combine(folder, "reference.f32"), MemoryMarshal.AsBytes(reference.Values.AsSpan()).ToArray());
            File.WriteAllBytes(Path.Combine(folder, "evaluated.f32"), MemoryMarshal.AsBytes(evaluated.Values.AsSpan()).ToArray());
            string script = Path.Combine(AppContext.BaseDirectory, "peers", "gamma.py");
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
}

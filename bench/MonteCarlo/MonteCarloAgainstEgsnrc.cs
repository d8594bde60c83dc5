using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench.MonteCarlo;

/// <summary>
/// Writes docs/montecarlo-validation.md to standard output: Monte Carlo beside the EGSnrc references of ../shared/physics, the Fano sum, and
/// decays a second of one core beside EGSnrc's (`montecarlo-speed` times whole runs).
/// </summary>
internal static class MonteCarloAgainstEgsnrc
{
    private const double FewestHistories = 1e4;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    internal static Command Create()
    {
        var command = new Command("montecarlo", "Holds Monte Carlo against EGSnrc and writes docs/montecarlo-validation.md to standard output.");
        var histories = new Argument<double>("histories") { Description = "decays a case, 1e4 or more" };
        var shared = new Argument<DirectoryInfo>("references") { Description = "folder of the EGSnrc references, ../shared/physics" };
        histories.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() >= FewestHistories))
            {
                result.AddError($"give {FewestHistories} histories or more");
            }
        });
        shared.AcceptExistingOnly();
        var slabOnly = new Option<bool>("--slab-only") { Description = "only the profile across liver and lung, for more histories than the whole is worth" };
        command.Options.Add(slabOnly);
        command.Arguments.Add(histories);
        command.Arguments.Add(shared);
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(slabOnly))
            {
                return Run((long)parsed.GetValue(histories), parsed.GetValue(shared)!.FullName);
            }

            Slab((long)parsed.GetValue(histories), parsed.GetValue(shared)!.FullName);
            return 0;
        });
        return command;
    }

    private static int Run(long count, string shared)
    {
        Console.WriteLine("# Monte Carlo against EGSnrc");
        Console.WriteLine();
        Console.WriteLine(string.Create(Culture,
            $"Written by `dotnet run -c Release --project bench -- montecarlo {count:0.0e0} ../shared/physics` on {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {count:0.0e0} decays a case. Deviations in per cent; uncertainties are one standard error of this run."));
        Kernels(count);
        foreach (int spacing in (int[])[3, 2])
        {
            VoxelS(count, shared, spacing);
        }

        Spheres(count, shared);
        Slab(count, shared);
        Fano(count);
        Speed();
        return 0;
    }

    private static void Kernels(long histories)
    {
        Table("Point kernels in water: radius that holds a share of the emitted electron energy", "nuclide | share | mm | EGSnrc, mm | deviation");
        (string Nuclide, (double Share, double Mm)[] Radii)[] references =
        [
            ("Y-90", [(0.5, 2.345), (0.9, 5.433), (0.95, 6.332), (0.99, 8.097)]),
            ("P-32", [(0.5, 1.587), (0.9, 3.683), (0.95, 4.317), (0.99, 5.554)]),
            ("Ho-166", [(0.5, 1.535), (0.9, 3.884), (0.95, 4.591), (0.99, 5.954)]),
        ];
        foreach ((string nuclide, (double Share, double Mm)[] radii) in references)
        {
            var kernel = MonteCarloPointKernel.Run(Emission.Of(nuclide), new(), histories, 0.0125, 1200, 1);
            foreach ((double share, double mm) in radii)
            {
                Row($"{nuclide} | {share:0.##} | {kernel.Radius(share):0.000} | {mm:0.000} | {Deviation(kernel.Radius(share), mm)}");
            }
        }
    }

    private static void VoxelS(long histories, string shared, int spacing)
    {
        const int side = 11;
        const double decays = 1e9;
        Table($"Voxel S values in water, {spacing} mm", "offset | Gy/(Bq s) | EGSnrc | deviation | uncertainty | EGSnrc's");
        float[] source = new float[side * side * side];
        source[source.Length / 2] = (float)decays;
        MonteCarloResult result = MonteCarloDose.Run(Request(new(side, side, side), spacing, source, [1]) with { Histories = histories });
        foreach (double[] row in Rows(shared, $"egsnrc/y90_vsv_{spacing}mm.csv").Take(7))
        {
            int[] voxels = Copies((int)row[0], (int)row[1], (int)row[2], side);
            double mean = voxels.Average(v => (double)result.DoseGy[v]) / decays;
            double uncertainty = Math.Sqrt(voxels.Sum(v => Math.Pow(result.UncertaintyGy[v], 2))) / voxels.Length / decays / mean;
            Row($"{row[0]}{row[1]}{row[2]} | {mean:0.0000e0} | {row[4]:0.0000e0} | {Deviation(mean, row[4])} | {100 * uncertainty:0.00} | {row[6]:0.00}");
        }
    }

    private static void Spheres(long histories, string shared)
    {
        Table("Mean doses of phantoms in water, Gy a decay", "region | Gy | EGSnrc | deviation | uncertainty");
        foreach ((string phantom, bool hot, double expected) in ((string, bool, double)[])[
            ("sphere20", true, 2.532376e-11), ("tn5", true, 2.020151e-13), ("tn5", false, 4.499520e-14)])
        {
            float[] activity = Raw(shared, $"phantoms/{phantom}_activity.raw");
            float hottest = activity.Max();
            int[] region = [.. Enumerable.Range(0, activity.Length).Where(v => activity[v] == hottest == hot)];
            MonteCarloResult result = MonteCarloDose.Run(
                Request(new(49, 49, 49), 3, activity, [1]) with { Histories = histories, KeptVoxels = region });
            double total = activity.Sum(a => (double)a);
            double[] means = [.. result.GroupDoseGy.Select(group => group.Average(d => (double)d) / total)];
            double mean = means.Average();
            Row($"{phantom}, {(hot ? "hot voxels" : "all others")} | {mean:0.0000e0} | {expected:0.0000e0} | {Deviation(mean, expected)} | {100 * MonteCarloResult.UncertaintyOfMean(means) / mean:0.00}");
        }
    }

    private static void Slab(long histories, string shared)
    {
        const int side = 48;
        Table("Liver (1.05) beside lung (0.26 g/mL), activity in the liver: profile across the border", "z index | Gy a decay and source voxel | EGSnrc | deviation | uncertainty | EGSnrc's");
        float[] activity = Raw(shared, "phantoms/slab_liver_activity.raw");
        MonteCarloResult result = MonteCarloDose.Run(
            Request(new(side, side, side), 3, activity, Raw(shared, "phantoms/slab_density.raw")) with
            {
                Histories = histories,
                Tissues = TissueTable.FromMedia(MediaTable.Default),
            });
        double perSource = activity.Count(a => a > 0) / activity.Sum(a => (double)a);
        foreach (double[] row in Rows(shared, "phantoms/slab_liver_profile_z.csv").Skip(16).Take(15))
        {
            double sum = 0;
            double variance = 0;
            int count = 0;
            for (int y = 12; y < 36; y++)
            {
                for (int x = 12; x < 36; x++, count++)
                {
                    int voxel = x + (side * (y + (side * (int)row[0])));
                    sum += result.DoseGy[voxel];
                    variance += Math.Pow(result.UncertaintyGy[voxel], 2);
                }
            }

            double mean = sum / count * perSource;
            Row($"{row[0]} | {mean:0.0000e0} | {row[3]:0.0000e0} | {Deviation(mean, row[3])} | {100 * Math.Sqrt(variance) / sum:0.00} | {100 * row[4] / row[3]:0.00}");
        }
    }

    private static void Fano(long histories)
    {
        const int side = 24;
        const double decaysPerGram = 1e9;
        Table("Fano: emission by mass across a border; dose over its expectation less bremsstrahlung", "border, g/mL | ratio | uncertainty");
        foreach ((float low, float high) in ((float, float)[])[(0.5f, 1.05f), (1.05f, 1.85f)])
        {
            float[] density = [.. Enumerable.Range(0, side * side * 2 * side).Select(v => v / (side * side) < side ? high : low)];
            int[] middle = [.. Enumerable.Range(0, density.Length).Where(v =>
                v % side is >= 8 and < 16 && v / side % side is >= 8 and < 16 && v / (side * side) is >= 18 and < 30)];
            MonteCarloRequest request = Request(new(side, side, 2 * side), 3, Array.ConvertAll(density, rho => (float)(rho * 0.027 * decaysPerGram)), density);
            MonteCarloResult result = MonteCarloDose.Run(
                request with { Histories = histories, KeptVoxels = middle, Tissues = TissueTable.FromMedia(MediaTable.Default) });
            double expected = decaysPerGram * 1000 * request.Decay.JoulePerDecay * (1 - result.BremsstrahlungFraction);
            double[] means = [.. result.GroupDoseGy.Select(group => group.Average(d => (double)d) / expected)];
            Row($"{low} beside {high} | {means.Average():0.0000} | {MonteCarloResult.UncertaintyOfMean(means):0.0000}");
        }
    }

    private static void Speed()
    {
        const long histories = 1_000_000;
        Table("Decays a second of one core, 3 mm voxels of liver (1.05 g/mL), uniform activity", "code | decays/s");
        Row($"VoxelDose | {MonteCarloSpeed.PerSecondAndCore("Y-90", histories):0.00e0}");
        Row($"EGSnrc v2025a, same tallies | {MonteCarloSpeedReport.EgsnrcPerSecond:0.00e0}");
    }

    private static MonteCarloRequest Request(Size3 size, double spacing, float[] decays, float[] density)
    {
        var emission = Emission.Of("Y-90");
        var own = new DecayData("Y-90", "spectrum", 64.1, emission.Spectrum.MeanEnergyMeV, false, "mean of the spectrum itself");
        return new(size, new(spacing, spacing, spacing), decays, density, emission, own);
    }

    private static int[] Copies(int i, int j, int k, int side)
    {
        HashSet<int> voxels = [];
        int centre = side / 2;
        foreach ((int a, int b, int c) in ((int, int, int)[])[(i, j, k), (i, k, j), (j, i, k), (j, k, i), (k, i, j), (k, j, i)])
        {
            for (int signs = 0; signs < 8; signs++)
            {
                int x = centre + ((signs & 1) == 0 ? a : -a);
                int y = centre + ((signs & 2) == 0 ? b : -b);
                int z = centre + ((signs & 4) == 0 ? c : -c);
                voxels.Add(x + (side * (y + (side * z))));
            }
        }

        return [.. voxels];
    }

    private static void Table(string title, string header)
    {
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Row(header);
        Console.WriteLine("|" + string.Concat(Enumerable.Repeat("---|", header.Count(c => c == '|') + 1)));
    }

    private static void Row(string cells) => Console.WriteLine($"| {cells} |");

    private static string Deviation(double found, double expected) => Math.Round(100 * ((found / expected) - 1), 2).ToString("+0.00;-0.00;0.00", Culture);

    private static float[] Raw(string shared, string path) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(shared, path))).ToArray();

    private static IEnumerable<double[]> Rows(string shared, string path) => File.ReadLines(Path.Combine(shared, path))
        .Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]))
        .Select(line => Array.ConvertAll(line.Split(','), field => double.Parse(field, Culture)));
}

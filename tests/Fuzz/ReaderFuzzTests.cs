using System.Diagnostics;
using System.Text;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Fuzz;

/// <summary>
/// Seeded mutants of good files, the same every time: a reader takes one or refuses it with a typed error in one line, and nothing else: no other exception, no
/// hang, no large memory. VOXELDOSE_FUZZ_MUTANTS sets their number over all readers, VOXELDOSE_FUZZ_SEED the seed, VOXELDOSE_FUZZ_KEEP a folder for those that do harm.
/// </summary>
public sealed class ReaderFuzzTests
{
    private const int UsualMutants = 6000;
    private const double LongestS = 2;
    private const long MostBytes = 1L << 30;
    private const int MostFindings = 25;

    private readonly Dictionary<string, string> _findings = [];

    [Fact]
    public void EveryReader_Mutants_AreReadOrRefusedNeverWorse()
    {
        int mutants = Setting("VOXELDOSE_FUZZ_MUTANTS", UsualMutants);
        int seed = Setting("VOXELDOSE_FUZZ_SEED", 20261126);
        using var folder = new TemporaryFolder();
        IReadOnlyList<FuzzTarget> targets = FuzzTargets.All(folder);
        var refusals = new int[targets.Count];
        var reads = new int[targets.Count];
        var mutator = new Mutator(seed);
        (double longest, long most) = (0, 0);
        for (int n = 0; n < mutants && _findings.Count < MostFindings; n++)
        {
            int which = n % targets.Count;
            FuzzTarget target = targets[which];
            byte[] mutant = mutator.Mutate(target.Seeds[mutator.Next(target.Seeds.Count)], target.Seeds[mutator.Next(target.Seeds.Count)]);
            string path = folder.PathOf(target.FileName);
            File.WriteAllBytes(path, mutant);
            using Timer watchdog = new(_ => Environment.FailFast($"mutant {n} of {target.Name} hangs: {Convert.ToBase64String(mutant)}"), null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);
            (bool isRead, double seconds, long bytes) = Try(target, path, mutant, n);
            for (int again = 0; again < 3 && seconds >= LongestS; again++)
            {
                seconds = Try(target, path, mutant, n).Seconds; // a hang stays one; a busy machine does not
            }

            (longest, most) = (Math.Max(longest, seconds), Math.Max(most, bytes));
            (isRead ? reads : refusals)[which]++;
            if (seconds >= LongestS || bytes >= MostBytes)
            {
                Add(target, mutant, n, $"took {seconds:0.0} s and {bytes >> 20} MiB");
            }

            File.Delete(path);
        }

        Assert.True(_findings.Count == 0, string.Join("\n\n", _findings.Values));
        foreach ((int n, FuzzTarget target) in targets.Index().Where(t => mutants >= 100 * targets.Count))
        {
            // Mutants that are all refused, or all taken, would test nothing.
            Assert.True(reads[n] > 0 && refusals[n] > 0, $"{target.Name}: {reads[n]} read, {refusals[n]} refused");
        }

        Console.WriteLine($"fuzz: {mutants} mutants over {targets.Count} readers, seed {seed}: {reads.Sum()} read, {refusals.Sum()} refused; longest {longest:0.00} s, largest {most >> 20} MiB");
        foreach ((int n, FuzzTarget target) in targets.Index())
        {
            Console.WriteLine($"fuzz: {target.Name}: {reads[n]} read, {refusals[n]} refused");
        }
    }

    private (bool IsRead, double Seconds, long Bytes) Try(FuzzTarget target, string path, byte[] mutant, int n)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool isRead = false;
        try
        {
            target.Read(path);
            isRead = true;
        }
        catch (Exception e) when (e is InvalidInputException or UsageException)
        {
            if (e.Message.Contains('\n', StringComparison.Ordinal))
            {
                Add(target, mutant, n, $"the message has several lines: {e.Message}");
            }
        }
        catch (Exception e)
        {
            Add(target, mutant, n, e.ToString());
        }

        return (isRead, Stopwatch.GetElapsedTime(start).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Keeps one mutant of each kind of harm, told by the first two lines of the report.</summary>
    private void Add(FuzzTarget target, byte[] mutant, int n, string what)
    {
        string kind = target.Name + string.Concat(what.Split('\n').Where(line => line.Contains("   at ", StringComparison.Ordinal)).Take(3));
        string report = $"mutant {n} of {target.Name} ({mutant.Length} bytes{(mutant.Length < 600 ? ", " + Convert.ToBase64String(mutant) : "")}): {what}";
        if (_findings.TryAdd(kind, report) && Environment.GetEnvironmentVariable("VOXELDOSE_FUZZ_KEEP") is { Length: > 0 } keep)
        {
            File.WriteAllBytes(Path.Combine(keep, $"{n}-{target.FileName}"), mutant);
            File.WriteAllText(Path.Combine(keep, $"{n}-{target.FileName}.txt"), report, Encoding.UTF8);
        }
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), out int asked) ? asked : usual;
}

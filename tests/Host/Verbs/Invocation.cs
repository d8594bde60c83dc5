using VoxelDose.Host;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>The program run in this process with an output folder of its own.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal string Out => _folder.PathOf("result");

    internal int ExitCode { get; private set; }

    /// <summary>Everything below the temporary folder except what the test put there itself.</summary>
    internal IEnumerable<string> Leftovers =>
        Directory.EnumerateFileSystemEntries(_folder.Path).Where(path => !Path.GetFileName(path).StartsWith("input", StringComparison.Ordinal));

    internal ResultsDocument Results
    {
        get
        {
            using FileStream stream = File.OpenRead(Path.Combine(Out, "results.json"));
            return ResultsJson.Read(stream, "results.json");
        }
    }

    internal string InputPath(string name) => _folder.PathOf("input-" + name);

    /// <summary>Runs `dose` with the words and --out.</summary>
    internal Invocation Dose(params string[] words)
    {
        ExitCode = Program.Run(["dose", .. words, "--quiet", "--out", Out]);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}

using System.Diagnostics;
using System.Text;
using VoxelDose.Host;

namespace VoxelDose.Tests.Host.Batch;

/// <summary>A small cohort: two phantoms with noise, made once, and cases that vary what was administered.</summary>
internal sealed class CohortFolder : IDisposable
{
    private static readonly Lazy<string> Phantoms = new(MakePhantoms);
    private readonly TemporaryFolder _folder = new();

    internal string Path => _folder.Path;

    internal string Out => PathOf("out");

    internal string PathOf(string name) => _folder.PathOf(name);

    internal string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>A manifest of so many cases, on copies of the phantoms in this folder.</summary>
    internal string Manifest(int cases)
    {
        Copy("p0");
        Copy("p1");
        var text = new StringBuilder("id,case,administered-mbq,note\n");
        for (int n = 0; n < cases; n++)
        {
            text.Append($"c{n:00},p{n % 2}/case.json,{1900 + n},made up\n");
        }

        return Write("manifest.csv", text.ToString());
    }

    /// <summary>Copies a phantom into this folder.</summary>
    internal void Copy(string phantom)
    {
        Directory.CreateDirectory(PathOf(phantom));
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(Phantoms.Value, phantom)))
        {
            File.Copy(file, System.IO.Path.Combine(PathOf(phantom), System.IO.Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>Runs `batch` in this process with --out and on the host's cores.</summary>
    internal int Batch(string manifest, params string[] words) => BatchTo(Out, manifest, words);

    internal static int BatchTo(string folder, string manifest, params string[] words) =>
        Program.Run(["batch", manifest, "--out", folder, "--device", "cpu", "--quiet", .. words]);

    /// <summary>Starts `batch` as a process of its own.</summary>
    internal Process Start(string manifest, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string word in new[] { System.IO.Path.Combine(AppContext.BaseDirectory, "voxeldose.dll"), "batch", manifest, "--out", Out, "--device", "cpu" }.Concat(words))
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start)!;
    }

    internal byte[] Bytes(string file) => File.ReadAllBytes(System.IO.Path.Combine(Out, file));

    /// <summary>Rows of a CSV of the output, the header first.</summary>
    internal string[][] Rows(string file)
    {
        using var csv = CsvHelper.CsvReader.FromFile(System.IO.Path.Combine(Out, file), new CsvHelper.CsvReaderOptions { HasHeader = false, Separator = ',' });
        var rows = new List<string[]>();
        while (csv.Read())
        {
            rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(n => csv.GetString(n))]);
        }

        return [.. rows];
    }

    /// <summary>When the results of cases were written, by id.</summary>
    internal Dictionary<string, DateTime> Written() => Directory.EnumerateFiles(Out, "results.json", SearchOption.AllDirectories)
        .ToDictionary(path => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path)!), File.GetLastWriteTimeUtc);

    public void Dispose() => _folder.Dispose();

    private static string MakePhantoms()
    {
        string root = Directory.CreateTempSubdirectory("voxeldose-test-cohort-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        for (int n = 0; n < 2; n++)
        {
            int code = Program.Run(["phantom", "torso", "--out", System.IO.Path.Combine(root, $"p{n}"), "--spacing-mm", "12", "--noise", "on", "--seed", $"{n + 1}", "--quiet"]);
            Assert.Equal(0, code);
        }

        return root;
    }
}

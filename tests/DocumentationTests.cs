using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using VoxelDose.Host.Verbs;

namespace VoxelDose.Tests;

/// <summary>What the documents promise is there: links, flags, commands.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>Flags in the documents that belong to other programs.</summary>
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal)
    {
        "--project", "--filter", "--python", "--no-build", "--locked-mode", "--version", "--help", "--tool-path", "--add-source", "--markdown", "--array", "--wait", "--max-memory", "--slab-only", "--algorithm", "--global", "--prerelease",
    };

    public static TheoryData<string> Documents => [.. Directory.EnumerateFiles(Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    private static string Root => Repository.Root!;

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_LeadSomewhere(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        string[] broken = [.. Link().Matches(File.ReadAllText(Path.Combine(Root, document))).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0])))];
        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Flags_AreTakenBySomeVerb(string document)
    {
        RootCommand root = VerbTable.CreateRoot();
        HashSet<string> known = [.. root.Options.Concat(root.Subcommands.SelectMany(verb => verb.Options)).Select(option => option.Name)];
        string[] unknown = [.. Flag().Matches(File.ReadAllText(Path.Combine(Root, document))).Select(match => match.Value).Distinct()
            .Where(flag => !known.Contains(flag) && !Foreign.Contains(flag))];
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Commands_AreUnderstood(string document)
    {
        foreach (string command in CommandsIn(File.ReadAllText(Path.Combine(Root, document))))
        {
            ParseResult parsed = VerbTable.CreateRoot().Parse(command);
            Assert.True(parsed.Errors.Count == 0, $"{document}: voxeldose {command}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
        }
    }

    /// <summary>The words behind `voxeldose` in fenced blocks, with continued lines put together.</summary>
    private static IEnumerable<string> CommandsIn(string text)
    {
        foreach (Match block in Fence().Matches(text))
        {
            var command = new StringBuilder();
            foreach (string line in block.Groups[1].Value.Split('\n'))
            {
                command.Append(line.TrimEnd('\\'));
                if (line.EndsWith('\\'))
                {
                    continue;
                }

                Match start = Program().Match(command.ToString());
                if (start.Success)
                {
                    yield return start.Groups[1].Value.Split(" #")[0].Split(" > ")[0].Split(" | ")[0].Trim(); // the rest is the shell's
                }

                command.Clear();
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]+")]
    private static partial Regex Flag();

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(?:voxeldose|dotnet run .*?--project host --) (.+)$")]
    private static partial Regex Program();
}

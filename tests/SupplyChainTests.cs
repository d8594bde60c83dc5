using System.Text.Json;

namespace VoxelDose.Tests;

/// <summary>What the lock files pin is what docs/dependencies.md tells, and nothing is used in a version that nobody pinned.</summary>
public sealed class SupplyChainTests
{
    /// <summary>Licences of what is shipped or used that MIT may be combined with.</summary>
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-3-Clause", "NCSA", "MS-PL", "SIL OFL 1.1"];

    private static string[] Table => [.. File.ReadLines(Repository.PathOf("docs/dependencies.md")).Where(line => line.StartsWith('|')).Skip(2)];

    [Fact]
    public void Packages_ThatAreShipped_StandInTheLicenceListWithTheirVersion()
    {
        string[] rows = Table;
        foreach ((string name, string version) in Locked("host").Concat(Locked("engine")).Concat(Locked("kernels")).Distinct())
        {
            string[] telling = [.. rows.Where(row => Names(row).Contains(name, StringComparer.OrdinalIgnoreCase))];
            Assert.True(telling.Length == 1, $"{name} {version} stands {telling.Length} times in docs/dependencies.md; expected once, with its licence");
            string[] told = telling[0].Split('|', StringSplitOptions.TrimEntries);
            Assert.True(
                told[1].Contains($"(with", StringComparison.Ordinal) && !told[1].StartsWith(name, StringComparison.OrdinalIgnoreCase) || told[2].Split(", ").Contains(version),
                $"{name}: locked {version}, docs/dependencies.md tells {told[2]}");
        }
    }

    [Fact]
    public void Licences_OfTheList_AreAllowed()
    {
        foreach (string row in Table)
        {
            string licence = row.Split('|', StringSplitOptions.TrimEntries)[3];
            Assert.True(Allowed.Any(known => licence.Contains(known, StringComparison.Ordinal)), $"licence '{licence}' of {row.Split('|')[1].Trim()}");
        }
    }

    [Fact]
    public void DirectPackages_OfEveryProject_ArePinnedAndTold()
    {
        string[] rows = Table;
        foreach (string project in new[] { "kernels", "engine", "host", "tests", "bench" })
        {
            foreach (string name in Direct(project))
            {
                Assert.True(rows.Any(row => Names(row).Contains(name, StringComparer.OrdinalIgnoreCase)), $"{name} of {project} is not in docs/dependencies.md");
            }
        }
    }

    private static IEnumerable<string> Names(string row) =>
        row.Split('|', StringSplitOptions.TrimEntries)[1].Split([',', '(', ')', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<(string Name, string Version)> Locked(string project) => Packages(project)
        .Where(package => package.Value.GetProperty("type").GetString() != "Project")
        .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!));

    private static IEnumerable<string> Direct(string project) =>
        Packages(project).Where(package => package.Value.GetProperty("type").GetString() == "Direct").Select(package => package.Name);

    private static IEnumerable<JsonProperty> Packages(string project) =>
        JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"{project}/packages.lock.json"))).RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject();
}

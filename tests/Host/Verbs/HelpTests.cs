using VoxelDose.Host;
using VoxelDose.Host.Verbs;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>Help is there for who knows nothing yet.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Verbs => [.. VerbTable.CreateRoot().Subcommands.Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_WithoutAnythingElse_IsGiven(string verb) => Assert.Equal(0, Program.Run([verb, "--help"]));

    [Fact]
    public void Help_OfBatch_NamesTheColumnsThatAreNoOptionsOfDose()
    {
        string text = VerbTable.CreateRoot().Subcommands.Single(verb => verb.Name == "batch").Description!;
        Assert.Contains("The column id is required", text, StringComparison.Ordinal);
        Assert.Contains("case names a case file", text, StringComparison.Ordinal);
    }
}

using System.CommandLine;
using System.Text.RegularExpressions;
using VoxelDose.Host.Verbs;

namespace VoxelDose.Tests.Host.Verbs;

public partial class HelpTopicsTests
{
    [Fact]
    public void All_Topics_FitAScreenAndNameOptionsThatAreThere()
    {
        RootCommand root = VerbTable.CreateRoot();
        HashSet<string> known = [.. root.Options.Concat(root.Subcommands.SelectMany(verb => verb.Options)).Select(option => option.Name)];
        foreach ((string name, _, string text) in HelpTopics.All)
        {
            Assert.True(text.Split('\n').Length <= 20, name);
            Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 140, line));
            Assert.All(Flag().Matches(text), match => Assert.Contains(match.Value, known));
        }
    }

    [Theory]
    [InlineData("units", "Bq")]
    [InlineData("exit-codes", "wrong usage")]
    [InlineData("dose", "--activity")]
    public void Help_TopicOrVerb_IsExplained(string word, string expected)
    {
        using var output = new StringWriter();

        int code = VerbTable.CreateRoot().Parse(["help", word]).Invoke(new() { Output = output });

        Assert.Equal(0, code);
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public void Completions_Shell_AskTheProgram(string shell)
    {
        using var output = new StringWriter();

        VerbTable.CreateRoot().Parse(["completions", shell]).Invoke(new() { Output = output });

        Assert.Contains("[suggest:", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_WordOfAnOption_OffersTheWords()
    {
        using var output = new StringWriter();
        const string line = "dose --modality y90-s";

        VerbTable.CreateRoot().Parse([$"[suggest:{line.Length}]", line]).Invoke(new() { Output = output });

        Assert.Contains("y90-spect", output.ToString().Split(Environment.NewLine));
    }

    [GeneratedRegex("--[a-z][a-z-]+")]
    private static partial Regex Flag();
}

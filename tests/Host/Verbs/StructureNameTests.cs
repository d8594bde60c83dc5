using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Reports;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>Whoever misspells a structure is told which one is near.</summary>
public class StructureNameTests
{
    [Theory]
    [InlineData("role", "Tumro 1=tumor", "Tumor 1")]
    [InlineData("reference", "Livr", "Liver")]
    [InlineData("territory", "Livr=2000", "Liver")]
    [InlineData("derive", "Rim=grow(\"Tumour 2\", 3)", "Tumor 2")]
    [InlineData("uncertainty-in", "Tumor1", "Tumor 1")]
    public void Execute_MisspeltStructure_NamesTheNearest(string option, string value, string meant)
    {
        Dictionary<string, RawValue> values = CaseFile.Read(Repository.PathOf("data/phantoms/torso/case.json"), DoseOptions.All);
        void Give(string name, string word) => values[name] = new([word], "--" + name, IsFromFile: false);
        Give("device", "cpu");
        Give(option, value);
        if (option is "reference" or "territory")
        {
            Give("calibration", "relative");
        }

        if (option == "uncertainty-in")
        {
            Give("method", "mc");
        }

        DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, values));
        var error = Assert.Throws<InvalidInputException>(() => DoseRun.Execute(dose, new Terminal(Verbosity.Quiet), CancellationToken.None));

        Assert.Contains($"Did you mean '{meant}'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lung right", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Doubtful_MisspeltGate_IsTold()
    {
        ResultsDocument document = SyntheticResult.Document(SyntheticResult.Create());

        Assert.Equal([("registration-asumed", "registration-assumed"), ("at-edge", null)], FailOnCheck.Doubtful(["registration-asumed", "registration-assumed", "at-edge"], document));
    }
}

namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>`dose --from` and `--store` against a service in this process.</summary>
public sealed class FakePacsTests
{
    public static TheoryData<string> Scenarios => DicomWebScenarios.Names;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Dose_WithDicomWeb_DoesWhatTheScenarioSays(string scenario)
    {
        using var pacs = new FakePacs();
        using var folder = new TemporaryFolder();
        string credentials = folder.PathOf("credentials.json");
        DicomWebScenarios.Setting.WriteCredentials(credentials, FakePacs.User, FakePacs.Password);
        DicomWebScenarios.Run(scenario, pacs.Address, credentials);
    }
}

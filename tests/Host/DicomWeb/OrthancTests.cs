namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>The same against a real Orthanc, which .ci/suites/orthanc.sh starts.</summary>
public sealed class OrthancTests
{
    public static TheoryData<string> Scenarios => DicomWebScenarios.Names;

    [OrthancTheory]
    [MemberData(nameof(Scenarios))]
    public void Dose_WithOrthanc_DoesWhatTheScenarioSays(string scenario) =>
        DicomWebScenarios.Run(scenario, OrthancTheoryAttribute.Address!, OrthancTheoryAttribute.Credentials!);
}

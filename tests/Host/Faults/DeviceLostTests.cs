using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Faults;

public sealed class DeviceLostTests
{
    [Fact]
    public void Execute_DeviceLostAtEachOfItsCalls_EndsInTheDeviceErrorAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        int calls = Calls(folder, int.MaxValue);
        Assert.True(calls > 5, $"{calls} calls: the case uses the device too little to tell anything");
        Directory.Delete(folder.PathOf("out"), recursive: true);
        for (int lostAt = 1; lostAt <= calls; lostAt++)
        {
            Assert.Throws<DeviceUnavailableException>(() => Calls(folder, lostAt));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        }

        Assert.Equal(calls, Calls(folder, calls + 1));
    }

    private static int Calls(TemporaryFolder folder, int lostAt)
    {
        var compute = new LosableCompute(lostAt);
        Dictionary<string, RawValue> options = CaseFile.Read(Repository.PathOf("data/phantoms/torso/case.json"), DoseOptions.All);
        options["out"] = new([folder.PathOf("out")], "--out", IsFromFile: false);
        DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, options));
        DoseRun.Execute(dose, new Terminal(Verbosity.Quiet), CancellationToken.None, _ => compute);
        return compute.Calls;
    }
}

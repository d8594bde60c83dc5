using VoxelDose.Engine.Compute;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Io;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>
/// The whole job on another device gives the dose that the host gives, within 1e-5 of the maximum: each voxel is a sum of some thousand
/// float32 products in another order.
/// </summary>
public sealed class DeviceAgreementTests
{
    private const double Tolerance = 1e-5;

    [DeviceTheory(DeviceKind.OpenCl)]
    [InlineData("ldm")]
    [InlineData("vsv")]
    public void Dose_CommittedCaseOnOpenCl_AgreesWithCpu(string method) => AgreesOnCommittedCase(DeviceKind.OpenCl, method);

    [DeviceTheory(DeviceKind.Cuda)]
    [InlineData("ldm")]
    [InlineData("vsv")]
    public void Dose_CommittedCaseOnCuda_AgreesWithCpu(string method) => AgreesOnCommittedCase(DeviceKind.Cuda, method);

    [DeviceTheory(DeviceKind.OpenCl, "data/real/taranis-patient-1")]
    [InlineData("vsv")]
    public void Dose_RealPatientOnOpenCl_AgreesWithCpu(string method) => AgreesOnPatient(DeviceKind.OpenCl, method);

    [DeviceTheory(DeviceKind.Cuda, "data/real/taranis-patient-1")]
    [InlineData("vsv")]
    public void Dose_RealPatientOnCuda_AgreesWithCpu(string method) => AgreesOnPatient(DeviceKind.Cuda, method);

    private static void AgreesOnCommittedCase(DeviceKind kind, string method) =>
        Agrees(kind, method, Repository.PathOf("data/phantoms/torso/case.json"));

    private static void AgreesOnPatient(DeviceKind kind, string method)
    {
        string folder = SharedData.PathOf("data/real/taranis-patient-1");
        string image = Directory.EnumerateFiles(folder, "*.nrrd").Single(f => !f.EndsWith(".seg.nrrd", StringComparison.Ordinal));
        Agrees(
            kind, method, "--activity", image, "--modality", "y90-pet", "--activity-units", "bq-per-ml", "--calibration", "absolute", "--hours-after-administration", "0");
    }

    private static void Agrees(DeviceKind kind, string method, params string[] arguments)
    {
        float[] host = Dose(DeviceKind.Cpu, method, arguments);
        float[] device = Dose(kind, method, arguments);
        double worst = host.Zip(device, (a, b) => Math.Abs((double)a - b)).Max();

        Assert.True(worst <= Tolerance * host.Max(), $"{kind} differs from the host by {worst / host.Max():E2} of the maximum dose");
    }

    private static float[] Dose(DeviceKind kind, string method, string[] arguments)
    {
        using Invocation run = new Invocation().Dose([.. arguments, "--method", method, "--device", DeviceWord.Of(kind), "--format", "nrrd"]);
        Assert.Equal(0, run.ExitCode);
        return VolumeFile.Read(Path.Combine(run.Out, $"dose-{method}.nrrd")).Volume.Values;
    }
}

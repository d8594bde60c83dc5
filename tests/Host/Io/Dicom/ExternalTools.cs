namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>Programs of the machine that some tests need.</summary>
internal static class ExternalTools
{
    internal static bool Has(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}

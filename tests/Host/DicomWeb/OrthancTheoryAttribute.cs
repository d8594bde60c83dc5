namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>Runs where VOXELDOSE_ORTHANC names the DICOMweb address of an Orthanc, and VOXELDOSE_ORTHANC_CREDENTIALS a file with its password.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OrthancTheoryAttribute : TheoryAttribute
{
    public OrthancTheoryAttribute()
    {
        if (Address is null || Credentials is null)
        {
            Skip = "no Orthanc is named by VOXELDOSE_ORTHANC; .ci/suites/orthanc.sh starts one";
        }
    }

    internal static string? Address { get; } = Environment.GetEnvironmentVariable("VOXELDOSE_ORTHANC");

    internal static string? Credentials { get; } = Environment.GetEnvironmentVariable("VOXELDOSE_ORTHANC_CREDENTIALS");
}

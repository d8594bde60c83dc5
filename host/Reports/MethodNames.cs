namespace VoxelDose.Host.Reports;

/// <summary>What people call the methods.</summary>
internal static class MethodNames
{
    internal static string Of(string id) => id switch
    {
        "ldm" => "Local deposition",
        "vsv" => "Voxel S values",
        "vsv-density" => "Voxel S values, density scaled",
        "mc" => "Monte Carlo",
        _ => id,
    };
}

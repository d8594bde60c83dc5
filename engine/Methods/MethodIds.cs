namespace VoxelDose.Engine.Methods;

/// <summary>The names of methods in options and results.</summary>
public static class MethodIds
{
    /// <summary>The id of a method.</summary>
    public static string Id(this DoseMethod method) => method switch
    {
        DoseMethod.LocalDeposition => "ldm",
        DoseMethod.VoxelS => "vsv",
        DoseMethod.VoxelSDensity => "vsv-density",
        DoseMethod.MonteCarlo => "mc",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };
}

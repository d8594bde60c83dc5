using System.Text.Json.Serialization;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Results;

/// <summary>One method's absorbed dose.</summary>
public sealed record MethodResult
{
    private Volume? _doseGy;

    /// <summary>"ldm", "vsv", "vsv-density" or "mc".</summary>
    public required string Id { get; init; }

    /// <summary>The kernel, where the method has one.</summary>
    public KernelResult? Kernel { get; init; }

    /// <summary>Wall time, s.</summary>
    public double DurationS { get; init; }

    /// <summary>Absorbed dose on the dose grid, Gy.</summary>
    /// <exception cref="InvalidOperationException">The run spared memory and let it go.</exception>
    [JsonIgnore]
    public required Volume DoseGy
    {
        get => _doseGy ?? throw new InvalidOperationException($"the dose of method {Id} was let go to spare memory");
        init => _doseGy = value;
    }

    /// <summary>1-sigma relative uncertainty of each voxel from the method's statistics; null where it has none.</summary>
    [JsonIgnore]
    public Volume? RelativeUncertainty { get; init; }

    /// <summary>What a Monte Carlo dose rests on; null for other methods.</summary>
    public MonteCarloInfo? MonteCarlo { get; init; }

    /// <summary>The same without its volumes.</summary>
    internal MethodResult WithoutVolumes() => this with { _doseGy = null, RelativeUncertainty = null };
}

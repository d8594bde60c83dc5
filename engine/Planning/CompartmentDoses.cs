namespace VoxelDose.Engine.Planning;

/// <summary>Doses that a plan delivers, Gy; null is unknown or 'there is no such compartment'.</summary>
public sealed record CompartmentDoses
{
    /// <summary>Doses of which none is known.</summary>
    public static CompartmentDoses Unknown { get; } = new();

    /// <summary>Mean of the tumours together.</summary>
    public double? TumorGy { get; init; }

    /// <summary>Mean of normal liver.</summary>
    public double? NormalLiverGy { get; init; }

    /// <summary>Mean of the perfused volume.</summary>
    public double? PerfusedGy { get; init; }

    /// <summary>Mean of the lungs in this session.</summary>
    public double? LungGy { get; init; }

    /// <summary>D70 of the tumours together (voxel model only).</summary>
    public double? TumorD70Gy { get; init; }

    /// <summary>Mean of each tumour.</summary>
    public IReadOnlyList<NamedDose> Tumors { get; init; } = [];

    /// <summary>The doses times a factor.</summary>
    public CompartmentDoses Scaled(double factor) => new()
    {
        TumorGy = factor * TumorGy,
        NormalLiverGy = factor * NormalLiverGy,
        PerfusedGy = factor * PerfusedGy,
        LungGy = factor * LungGy,
        TumorD70Gy = factor * TumorD70Gy,
        Tumors = [.. Tumors.Select(tumor => tumor with { MeanGy = factor * tumor.MeanGy })],
    };
}

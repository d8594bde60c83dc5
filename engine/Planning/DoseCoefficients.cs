namespace VoxelDose.Engine.Planning;

/// <summary>
/// Doses that 1 GBq in the vial delivers (Gy/GBq), residual and lung shunt included. Every model here is linear in the activity,
/// so these numbers are the whole model: doses are coefficient times activity, activities are dose over coefficient.
/// </summary>
public sealed record DoseCoefficients
{
    /// <summary>Mass-weighted mean of the tumours; null where unknown or where there is none.</summary>
    public double? TumorGyPerGBq { get; init; }

    /// <summary>D70 of the tumours together; only a dose volume knows it.</summary>
    public double? TumorD70GyPerGBq { get; init; }

    /// <summary>Mean of normal liver; null where unknown or where there is none.</summary>
    public double? NormalLiverGyPerGBq { get; init; }

    /// <summary>Mean of the perfused volume.</summary>
    public double? PerfusedGyPerGBq { get; init; }

    /// <summary>Mean of the lungs, by the compartment formula.</summary>
    public double? LungGyPerGBq { get; init; }

    /// <summary>Mean of each tumour, in the order of the territory.</summary>
    public IReadOnlyList<NamedDose> Tumors { get; init; } = [];

    /// <summary>The doses of an activity in the vial.</summary>
    public CompartmentDoses At(double activityGBq) => new CompartmentDoses
    {
        TumorGy = TumorGyPerGBq,
        TumorD70Gy = TumorD70GyPerGBq,
        NormalLiverGy = NormalLiverGyPerGBq,
        PerfusedGy = PerfusedGyPerGBq,
        LungGy = LungGyPerGBq,
        Tumors = Tumors,
    }.Scaled(activityGBq);
}

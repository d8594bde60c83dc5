namespace VoxelDose.Engine.Planning;

/// <summary>Limits and usual ranges of planning, read from the embedded data/planning/planning.json.</summary>
public sealed record PlanningData
{
    private static readonly Lazy<PlanningData> Loaded = new(() => EmbeddedJson.Read<PlanningData>("planning/planning.json"));

    /// <summary>The embedded data.</summary>
    public static PlanningData Default => Loaded.Value;

    /// <summary>Lung limits.</summary>
    public required LungLimits Lung { get; init; }

    /// <summary>Usual uptake ratios.</summary>
    public required UsualRatios TumorToNormalRatio { get; init; }

    /// <summary>Time between sessions.</summary>
    public required SessionInterval Sessions { get; init; }

    /// <summary>Lung dose limits, Gy.</summary>
    /// <param name="SessionLimitGy">In one session.</param>
    /// <param name="TotalLimitGy">Over all sessions.</param>
    /// <param name="Nuclide">Nuclide that they were found with.</param>
    /// <param name="Source">Citation.</param>
    public sealed record LungLimits(double SessionLimitGy, double TotalLimitGy, string Nuclide, string Source);

    /// <summary>Range of T/N that is usual.</summary>
    /// <param name="UsualLow">Lower end.</param>
    /// <param name="UsualHigh">Upper end.</param>
    /// <param name="Source">Citation.</param>
    public sealed record UsualRatios(double UsualLow, double UsualHigh, string Source);

    /// <summary>Weeks between the two lobes.</summary>
    /// <param name="IntervalWeeksLow">At least.</param>
    /// <param name="IntervalWeeksHigh">At most.</param>
    /// <param name="Source">Citation.</param>
    public sealed record SessionInterval(double IntervalWeeksLow, double IntervalWeeksHigh, string Source);
}

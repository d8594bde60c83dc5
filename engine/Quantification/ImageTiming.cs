using VoxelDose.Engine.Physics;

namespace VoxelDose.Engine.Quantification;

/// <summary>By which factor the image's values are referred to the time of administration, and by which rule.</summary>
public sealed record ImageTiming
{
    /// <summary>The rule in words, for the result.</summary>
    public required string Rule { get; init; }

    /// <summary>Time of administration, ISO 8601; "administration" where no clock time is known.</summary>
    public string ReferenceTime { get; init; } = "administration";

    /// <summary>Factor for all voxels; with <see cref="SliceFactors"/>, their mean, for the record.</summary>
    public required double DecayFactor { get; init; }

    /// <summary>Factor by array slice (z index) in place of <see cref="DecayFactor"/>; null where one factor holds for all.</summary>
    public IReadOnlyList<double>? SliceFactors { get; init; }

    /// <summary>Values that stand for a time some hours after administration.</summary>
    /// <param name="hours">Hours from administration to the image's reference time; negative is refused by the caller.</param>
    /// <param name="decay">Half-life.</param>
    public static ImageTiming AfterAdministration(double hours, DecayData decay) => new()
    {
        Rule = hours == 0
            ? "values refer to administration, no decay correction (0 h)"
            : $"values refer to {hours:0.####} h after administration; multiplied by 2^({hours:0.####} h / {decay.HalfLifeH} h)",
        DecayFactor = decay.DecayFactor(hours),
    };
}

namespace VoxelDose.Engine.Planning;

/// <summary>A kind of microspheres as its data file (data/devices) describes it; product values, not derived from each other.</summary>
public sealed record MicrosphereDevice
{
    /// <summary>Flag value: glass, resin, holmium.</summary>
    public required string Id { get; init; }

    /// <summary>Trade name.</summary>
    public required string Name { get; init; }

    /// <summary>Nuclide, e.g. "Y-90".</summary>
    public required string Nuclide { get; init; }

    /// <summary>Sphere diameter, um.</summary>
    public required MeanWithRange DiameterUm { get; init; }

    /// <summary>Density of a sphere, g/mL.</summary>
    public required double DensityGPerMl { get; init; }

    /// <summary>Activity of one sphere at calibration, Bq.</summary>
    public required ValueRange ActivityPerSphereBqAtCalibration { get; init; }

    /// <summary>Models in use with the device, by flag value.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>True where a vial is given whole; false where a part of it is drawn up.</summary>
    public required bool WholeVialGiven { get; init; }

    /// <summary>Vials in stock.</summary>
    public required IReadOnlyList<VialSize> Vials { get; init; }

    /// <summary>Vials made in steps; null where there are none.</summary>
    public required CustomVialRange? CustomVials { get; init; }

    /// <summary>True where each vial is made to the ordered activity.</summary>
    public required bool MadeToOrder { get; init; }

    /// <summary>Spheres per GBq at calibration; null where the product states none.</summary>
    public required double? SpheresPerGBqAtCalibration { get; init; }

    /// <summary>Spheres in a vial; null where the product states none.</summary>
    public required MeanWithRange? SpheresPerVial { get; init; }

    /// <summary>The label's reductions of a body-surface activity, ascending in lung shunt.</summary>
    public required IReadOnlyList<LungShuntStep> LungShuntReductions { get; init; }

    /// <summary>Lung shunt above which the label gives nothing; null where it says none.</summary>
    public required double? LungShuntAbove { get; init; }

    /// <summary>Citation.</summary>
    public required string Source { get; init; }

    /// <summary>The label's reduction at a lung shunt: the step that it has reached, 0 below the first.</summary>
    public double LungShuntReduction(double lungShuntFraction) =>
        LungShuntReductions.LastOrDefault(step => lungShuntFraction >= step.From)?.Reduction ?? 0;

    /// <summary>A mean and how far it varies.</summary>
    /// <param name="Mean">Mean.</param>
    /// <param name="PlusMinus">Half width; null where not stated.</param>
    public sealed record MeanWithRange(double Mean, double? PlusMinus);

    /// <summary>A range; both ends equal where one value is stated.</summary>
    /// <param name="Low">Lower end.</param>
    /// <param name="High">Upper end.</param>
    public sealed record ValueRange(double Low, double High);

    /// <summary>A vial in stock.</summary>
    /// <param name="NominalGBq">Its activity, GBq, at its own time of calibration.</param>
    /// <param name="DaysBefore">Days by which that time precedes the standard calibration.</param>
    public sealed record VialSize(double NominalGBq, int DaysBefore);

    /// <summary>Vials made in steps.</summary>
    /// <param name="FromGBq">Smallest.</param>
    /// <param name="ToGBq">Largest.</param>
    /// <param name="StepGBq">Step.</param>
    public sealed record CustomVialRange(double FromGBq, double ToGBq, double StepGBq);

    /// <summary>A reduction that begins at a lung shunt.</summary>
    /// <param name="From">Lung shunt fraction.</param>
    /// <param name="Reduction">Share by which the activity is reduced.</param>
    public sealed record LungShuntStep(double From, double Reduction);
}

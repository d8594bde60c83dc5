using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Planning;

/// <summary>All that a plan of one session starts from; checked when made.</summary>
public sealed record PlanRequest
{
    /// <summary>The microspheres.</summary>
    public required MicrosphereDevice Device { get; init; }

    /// <summary>Half-life and energy under the convention asked for.</summary>
    public required DecayData Decay { get; init; }

    /// <summary>Density that turns liver and tumour volumes into masses.</summary>
    public required MassDensity Density { get; init; }

    /// <summary>Mass of both lungs, kg.</summary>
    public required double LungMassKg
    {
        get;
        init => field = Require.Positive(value, "--lung-kg", "kg");
    }

    /// <summary>What is treated; at least one.</summary>
    public required IReadOnlyList<TerritoryInput> Territories
    {
        get;
        init => field = value.Count == 0
            ? throw new ArgumentException("a plan needs a territory", nameof(value))
            : value.DistinctBy(territory => territory.Name).Count() == value.Count
                ? value
                : throw new Errors.InvalidInputException("two territories bear the same name; name each differently");
    }

    /// <summary>Share of the vial that does not reach the patient.</summary>
    public double ResidualFraction
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new Errors.InvalidInputException(
            $"--residual: found {value}; a fraction of 0 or more and below 1 is expected (10 % is 0.1)");
    }

    /// <summary>Lung dose at which the activity stops rising, Gy; null: no such limit was wanted.</summary>
    public double? LungLimitGy
    {
        get;
        init => field = Require.NotNegative(value, "--limit-lung-gy", "Gy");
    }

    /// <summary>True where the lung limit was asked for and may stand as the only aim; false where it is the default.</summary>
    public bool IsLungLimitAsked { get; init; }

    /// <summary>Lung dose of earlier sessions, Gy; null is unknown, 0 is 'no earlier session'.</summary>
    public double? PreviousLungGy
    {
        get;
        init => field = Require.NotNegative(value, "--previous-lung-gy", "Gy");
    }

    /// <summary>Whole liver, mL; null is unknown.</summary>
    public double? LiverMl
    {
        get;
        init => field = Require.Positive(value, "--liver-ml", "mL");
    }

    /// <summary>Body height, m; null is unknown.</summary>
    public double? HeightM
    {
        get;
        init => field = value is null or (> 0.3 and < 2.8) ? value : throw new Errors.InvalidInputException(
            $"--height-m: found {value}; a height in metres is expected (1.70, not 170)");
    }

    /// <summary>Body weight, kg; null is unknown.</summary>
    public double? WeightKg
    {
        get;
        init => field = value is null or (> 1 and < 500) ? value : throw new Errors.InvalidInputException(
            $"--weight-kg: found {value}; a weight in kilograms is expected");
    }

    /// <summary>True where activities are given and doses asked.</summary>
    public bool IsForward => Territories.Any(territory => territory.ActivityGBq is not null);

    /// <summary>Mass of a volume at the plan's density, kg.</summary>
    public double MassKg(double volumeMl) => volumeMl * Density.GramPerMl / Constants.GramsPerKilogram;
}

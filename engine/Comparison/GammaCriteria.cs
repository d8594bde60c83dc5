using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Comparison;

/// <summary>
/// What gamma is asked for (Low 1998, DOI 10.1118/1.598248): the minimum over all points e of the evaluated dose of
/// sqrt(|e - r|^2 / DTA^2 + (D(e) - D(r))^2 / delta^2) for each voxel centre r of the reference.
/// </summary>
public sealed record GammaCriteria
{
    /// <summary>Gamma is searched up to here and cut there; more is no news.</summary>
    public const double MaxGamma = 2;

    /// <summary>Largest amount by which a reported gamma may exceed the true minimum over the interpolated dose.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Dose difference as a fraction, e.g. 0.03.</summary>
    public required double DoseFraction
    {
        get;
        init => field = value is > 0 and < 10 ? value : throw new InvalidInputException($"gamma: a dose difference of {100 * value} % was found; above 0 % is expected, e.g. 3%/3mm");
    }

    /// <summary>Distance to agreement, mm.</summary>
    public required double DistanceMm
    {
        get;
        init => field = value is > 0 and < 1000 ? value : throw new InvalidInputException($"gamma: a distance of {value} mm was found; above 0 mm is expected, e.g. 3%/3mm");
    }

    /// <summary>True: the fraction is of the reference dose at the voxel; false: of the normalisation dose.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Voxels below this share of the normalisation dose are not evaluated.</summary>
    public double CutoffFraction
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new InvalidInputException($"gamma: a cutoff of {value} was found; a fraction of 0 or more and below 1 is expected");
    } = 0.1;

    /// <summary>Normalisation dose, Gy; null: the maximum of the reference.</summary>
    public double? NormalisationGy
    {
        get;
        init => field = value is null or > 0 ? value : throw new InvalidInputException($"gamma: a normalisation dose of {value} Gy was found; above 0 is expected");
    }
}

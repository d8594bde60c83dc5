using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Comparison;

/// <summary>Point-spread widths of both images; the finer is blurred to the coarser.</summary>
public sealed record ResolutionMatching
{
    /// <summary>Full width at half maximum of the predictive image, mm.</summary>
    public required double PredictedFwhmMm
    {
        get;
        init => field = Positive(value, "--predicted-fwhm-mm");
    }

    /// <summary>Full width at half maximum of the delivery image, mm.</summary>
    public required double DeliveredFwhmMm
    {
        get;
        init => field = Positive(value, "--delivered-fwhm-mm");
    }

    /// <summary>Width of the Gaussian that is added to the finer image, mm: root of the difference of squares; 0 where both are equal.</summary>
    public double AddedFwhmMm => Math.Sqrt(Math.Abs((PredictedFwhmMm * PredictedFwhmMm) - (DeliveredFwhmMm * DeliveredFwhmMm)));

    /// <summary>True where the prediction is the finer one.</summary>
    public bool PredictedIsFiner => PredictedFwhmMm < DeliveredFwhmMm;

    private static double Positive(double value, string option) =>
        value is > 0 and < 100 ? value : throw new InvalidInputException($"{option}: found {value} mm; a width above 0 and below 100 mm is expected");
}

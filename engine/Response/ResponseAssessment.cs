namespace VoxelDose.Engine.Response;

/// <summary>Response of the target lesions from two lists of measurements; it knows nothing of other lesions, markers or symptoms.</summary>
/// <param name="Criterion">The rule.</param>
/// <param name="BaselineSum">Sum before treatment, mm (WHO: mm2).</param>
/// <param name="NadirSum">Smallest sum so far, that growth is measured from; the baseline unless the user tells another.</param>
/// <param name="FollowUpSum">Sum at follow-up.</param>
/// <param name="ChangePercent">Change from the baseline, percent.</param>
/// <param name="ChangeFromNadirPercent">Change from the smallest sum, percent; null where that sum is 0.</param>
/// <param name="HasNewLesion">True where a new lesion was seen.</param>
/// <param name="Category">The response.</param>
/// <param name="Reason">The rule that decided.</param>
/// <param name="Source">Citation.</param>
public sealed record ResponseAssessment(
    ResponseCriterion Criterion,
    double BaselineSum,
    double NadirSum,
    double FollowUpSum,
    double ChangePercent,
    double? ChangeFromNadirPercent,
    bool HasNewLesion,
    ResponseCategory Category,
    string Reason,
    string Source)
{
    /// <summary>RECIST 1.1 asks for this growth beside the percentage, mm.</summary>
    private const double RecistGrowthMm = 5;

    /// <summary>Compares two lists of lesions, one entry a target lesion: a diameter, or for WHO the product of two.</summary>
    /// <param name="criterion">The rule.</param>
    /// <param name="baseline">Before treatment, each above 0.</param>
    /// <param name="followUp">At follow-up, in the same order; 0 for a lesion that is gone.</param>
    /// <param name="hasNewLesion">True where a new lesion was seen.</param>
    /// <param name="nadirSum">Smallest sum between; null for none.</param>
    /// <exception cref="ArgumentException">Lists of different or no length, or values out of range.</exception>
    public static ResponseAssessment Of(
        ResponseCriterion criterion, IReadOnlyList<double> baseline, IReadOnlyList<double> followUp, bool hasNewLesion, double? nadirSum = null)
    {
        if (baseline.Count == 0 || baseline.Count != followUp.Count)
        {
            throw new ArgumentException($"{baseline.Count} lesions at baseline and {followUp.Count} at follow-up; one entry for each target lesion is expected in both (0 for one that is gone)");
        }

        if (baseline.Any(size => !(size > 0) || !double.IsFinite(size)) || followUp.Any(size => !(size >= 0) || !double.IsFinite(size)) || !(nadirSum is null or >= 0))
        {
            throw new ArgumentException("sizes at baseline must be above 0, at follow-up 0 or more");
        }

        double before = baseline.Sum();
        double after = followUp.Sum();
        double nadir = Math.Min(before, nadirSum ?? before);
        double change = 100 * ((after / before) - 1);
        double? growth = nadir > 0 ? 100 * ((after / nadir) - 1) : null;
        (ResponseCategory category, string reason) = Classify(criterion, change, growth, after, after - nadir, hasNewLesion);
        return new(criterion, before, nadir, after, change, growth, hasNewLesion, category, reason, SourceOf(criterion));
    }

    private static (ResponseCategory Category, string Reason) Classify(
        ResponseCriterion criterion, double change, double? growth, double after, double growthMm, bool hasNewLesion)
    {
        // Sums of decimal measurements carry rounding errors; a change of exactly the limit must not hang on them.
        const double rounding = 1e-9;
        (double shrinkLimit, double growLimit) = criterion == ResponseCriterion.Who ? (-50.0, 25.0) : (-30.0, 20.0);
        if (hasNewLesion)
        {
            return (ResponseCategory.ProgressiveDisease, "a new lesion");
        }

        if (after == 0)
        {
            return (ResponseCategory.CompleteResponse, "no target lesion is left");
        }

        if (growth is null || growth > growLimit + rounding)
        {
            return criterion == ResponseCriterion.Recist11 && growthMm < RecistGrowthMm - rounding
                ? (ResponseCategory.StableDisease, $"growth above {growLimit} % of the smallest sum, but by less than the {RecistGrowthMm} mm that RECIST 1.1 asks for")
                : (ResponseCategory.ProgressiveDisease, $"growth above {growLimit} % of the smallest sum");
        }

        return change <= shrinkLimit + rounding
            ? (ResponseCategory.PartialResponse, $"shrinkage by at least {-shrinkLimit} % of the baseline")
            : (ResponseCategory.StableDisease, $"neither shrinkage by {-shrinkLimit} % nor growth above {growLimit} %");
    }

    private static string SourceOf(ResponseCriterion criterion) => criterion switch
    {
        ResponseCriterion.Who => "Miller 1981, DOI 10.1002/1097-0142(19810101)47:1<207::AID-CNCR2820470134>3.0.CO;2-6",
        ResponseCriterion.Recist11 => "Eisenhauer 2009, DOI 10.1016/j.ejca.2008.10.026",
        _ => "Lencioni 2010, DOI 10.1055/s-0030-1247132",
    };
}

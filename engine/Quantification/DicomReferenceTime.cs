using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Quantification;

/// <summary>
/// The time that each slice's values refer to, by Decay Correction (0054,1102) and the habits of vendors. START is the series' start
/// where that is not after the first acquisition; a later one was written when the series was made anew, and then GE's private start of
/// the scan, else the earliest acquisition is the reference (after the vendor-neutral rules of QIBA's FDG-PET/CT profile).
/// </summary>
/// <param name="BySlice">Reference time by slice; null entries are not known. One entry for all slices where they agree.</param>
/// <param name="Rule">The rule in words.</param>
internal sealed record DicomReferenceTime(IReadOnlyList<DateTime?> BySlice, string Rule)
{
    private static readonly TimeSpan Agreement = TimeSpan.FromMinutes(10); // 0.2 % of 90Y
    private static readonly TimeSpan Noteworthy = TimeSpan.FromHours(1); // 1.1 % of 90Y
    private static readonly TimeSpan NearlyADay = TimeSpan.FromHours(18);
    private static readonly TimeSpan Implausible = TimeSpan.FromHours(6); // 6.7 % of 90Y

    /// <summary>Finds the reference of an image whose values are corrected to the start of the series.</summary>
    /// <param name="facts">What the headers say.</param>
    /// <param name="scannerHalfLifeS">Half-life that the scanner's decay correction used, s.</param>
    /// <param name="tolerance">Share of the times above that is bearable: 1 for 90Y, less for what decays faster.</param>
    /// <param name="warnings">Takes what was odd.</param>
    internal static DicomReferenceTime OfStart(DicomImageFacts facts, double scannerHalfLifeS, double tolerance, List<Warning> warnings)
    {
        DateTime? first = facts.Slices.Min(slice => slice.AcquiredAt);
        if (facts.SeriesStart is not { } series)
        {
            return first is null
                ? throw new InvalidInputException(
                    $"{facts.Source}: DecayCorrection is START, and neither SeriesDate/SeriesTime nor AcquisitionDate/AcquisitionTime tell when; give --administered-at with --acquired-at, or --hours-after-administration")
                : All(facts, first, "DecayCorrection START without a series time: values refer to the earliest acquisition");
        }

        if (first is null)
        {
            warnings.Add(new("acquisition-time-unknown", "the slices tell no acquisition time; the series time could not be held against it"));
            return All(facts, series, "DecayCorrection START: values refer to the series start");
        }

        if (facts.SiemensDecayCorrectedTo is { } siemens)
        {
            return OfSiemens(facts, siemens, series, first.Value);
        }

        if (series.Date == first.Value.Date && series - first.Value > NearlyADay)
        {
            throw Uncertain(facts, $"the series time {series:s} is {(series - first.Value).TotalHours:0.#} h after the first acquisition {first:s} of the same date; " +
                "a scan over midnight whose date was not advanced looks like that");
        }

        DateTime? counted = FromFrameReference(facts, scannerHalfLifeS);
        bool confirmsSeries = counted is { } back && (back - series).Duration() <= Agreement;
        if (series <= first)
        {
            TimeSpan gap = first.Value - series;
            if (gap > tolerance * Implausible && !confirmsSeries)
            {
                throw Uncertain(facts, $"the series time {series:s} is {gap.TotalHours:0.##} h before the first acquisition {first:s}");
            }

            if (gap > tolerance * Noteworthy && !confirmsSeries)
            {
                warnings.Add(new("series-time-early",
                    $"the series time {series:s} is {gap.TotalHours:0.##} h before the first acquisition {first:s}; values are taken to refer to the series time, as DecayCorrection START says"));
            }

            return All(facts, series, "DecayCorrection START: values refer to the series start");
        }

        if (facts.GeScanStart is { } ge && ge <= first.Value + Agreement)
        {
            return All(facts, ge, $"DecayCorrection START, series time {series:s} is after the first acquisition {first:s}: values refer to GE's private start of the scan (0009,xx0D)");
        }

        if (counted is { } start && (start - first.Value).Duration() > tolerance * Noteworthy)
        {
            throw Uncertain(facts, $"the series time {series:s} is after the first acquisition {first:s}, and FrameReferenceTime counts from {start:s}");
        }

        if (series - first.Value > Agreement)
        {
            warnings.Add(new("series-time-late",
                $"the series time {series:s} is after the first acquisition {first:s}; values are taken to refer to the earliest acquisition"));
        }

        return All(facts, first, $"DecayCorrection START, series time {series:s} is after the first acquisition: values refer to the earliest acquisition");
    }

    /// <summary>
    /// Refuses acquisitions that are further apart than a scan takes: a date that was not advanced at midnight, or two scans.
    /// </summary>
    internal static void RequireOneScan(DicomImageFacts facts)
    {
        if (facts.Slices.Min(slice => slice.AcquiredAt) is { } first && facts.Slices.Max(slice => slice.AcquiredAt) is { } last && last - first > Implausible)
        {
            throw Uncertain(facts, $"the slices were acquired from {first:s} to {last:s}, longer than a scan takes (was the date not advanced at midnight?)");
        }
    }

    private static DicomReferenceTime OfSiemens(DicomImageFacts facts, DateTime told, DateTime series, DateTime first)
    {
        bool fitsScan = told <= first + Agreement && first - told <= Implausible;
        bool fitsSeries = series > first || (told - series).Duration() <= Agreement;
        return fitsScan && fitsSeries
            ? All(facts, told, "DecayCorrection START: values refer to Siemens' private time of decay correction (0071,xx22)")
            : throw Uncertain(facts, $"Siemens' private time of decay correction (0071,xx22) is {told:s}, the series time {series:s}, the first acquisition {first:s}");
    }

    private static InvalidInputException Uncertain(DicomImageFacts facts, string found) => new(
        $"{facts.Source}: DecayCorrection is {facts.DecayCorrection}, but {found}; what the values refer to is not certain: " +
        "give --administered-at with --acquired-at, or --hours-after-administration");

    /// <summary>One reference for all slices.</summary>
    internal static DicomReferenceTime All(DicomImageFacts facts, DateTime? time, string rule) =>
        new([.. facts.Slices.Select(_ => time)], rule);

    /// <summary>
    /// Where FrameReferenceTime counts from: acquisition start - reference + the time within the frame at which the count rate of a
    /// decaying source equals its mean (QIBA). Null where the headers do not tell; the median of the slices otherwise.
    /// </summary>
    private static DateTime? FromFrameReference(DicomImageFacts facts, double halfLifeS)
    {
        double lambda = Math.Log(2) / halfLifeS;
        var starts = new List<DateTime>();
        foreach (DicomSliceFacts slice in facts.Slices)
        {
            if (slice is { AcquiredAt: { } at, FrameReferenceS: > 0 and < 1e6, FrameDurationS: > 0 and < 1e6 })
            {
                double decay = lambda * slice.FrameDurationS.Value;
                double meanRateS = Math.Log(decay / (1 - Math.Exp(-decay))) / lambda;
                starts.Add(at.AddSeconds(meanRateS - slice.FrameReferenceS.Value));
            }
        }

        starts.Sort();
        return starts.Count == 0 ? null : starts[starts.Count / 2];
    }
}

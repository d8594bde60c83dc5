using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Quantification;

/// <summary>Factors from the values of a DICOM image to those at administration, slice by slice.</summary>
internal sealed class DicomTimingRule
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Noteworthy = TimeSpan.FromMinutes(30); // 0.5 % of 90Y
    private static readonly TimeSpan Long = TimeSpan.FromDays(7);

    private readonly DicomImageFacts _facts;
    private readonly DicomStatements _said;
    private readonly ScannerIsotope _imaged;
    private readonly DicomIsotopeRule _isotope;
    private readonly bool _isAbsolute;
    private readonly List<Warning> _warnings;

    private DicomTimingRule(
        DicomImageFacts facts, DicomStatements said, ScannerIsotope imaged, DicomIsotopeRule isotope, bool isAbsolute, List<Warning> warnings)
    {
        _facts = facts;
        _said = said;
        _imaged = imaged;
        _isotope = isotope;
        _isAbsolute = isAbsolute;
        _warnings = warnings;
    }

    /// <summary>The factors; null where a relative calibration does not need them.</summary>
    /// <exception cref="InvalidInputException">Times are absent, ambiguous or contradict one another; the message names the option that settles it.</exception>
    internal static ImageTiming? Resolve(
        DicomImageFacts facts, DicomStatements said, ScannerIsotope imaged, DicomIsotopeRule isotope, bool isAbsolute, List<Warning> warnings) =>
        new DicomTimingRule(facts, said, imaged, isotope, isAbsolute, warnings).Resolve();

    private ImageTiming? Resolve()
    {
        double? saidHours = SaidHours();
        string? correction = Correction(saidHours is not null);
        if (!_isAbsolute && _isotope.IsImagedIsotope && correction != "NONE")
        {
            return null; // one factor for all slices, which a relative calibration takes out again
        }

        DateTime? administered = _said.AdministeredAt ?? AdministeredAt();
        DicomReferenceTime reference = Reference(correction, administered, saidHours is not null);
        double[] isotope = IsotopeFactors(correction, reference);
        if (saidHours is { } hours)
        {
            WarnIfHeaderDiffers(correction, hours, reference);
            double decay = Decay(hours);
            return Timing(
                [.. isotope.Select(factor => factor * decay)],
                $"values refer to {hours:0.####} h after administration, as the user says; multiplied by 2^({hours:0.####} h / {HalfLifeH:g6} h)",
                administered);
        }

        if (correction == "ADMIN")
        {
            return Timing(isotope, "DecayCorrection ADMIN: values refer to administration already, no decay correction", administered);
        }

        return ByTimes(reference, isotope, administered);
    }

    private ImageTiming ByTimes(DicomReferenceTime reference, double[] isotope, DateTime? administered)
    {
        if (reference.BySlice.Any(time => time is null))
        {
            throw new InvalidInputException(
                $"{_facts.Source}: DecayCorrection is NONE and a slice tells no AcquisitionDate/AcquisitionTime; give --hours-after-administration H");
        }

        if (administered is null && _isAbsolute)
        {
            throw Unsettled("RadiopharmaceuticalStartDateTime (0018,1078)", "nothing", "the date and time of administration");
        }

        DateTime start = administered ?? reference.BySlice.Min()!.Value; // without one, the first slice: it cancels in a relative calibration
        double[] hours = [.. reference.BySlice.Select(time => (time!.Value - start).TotalHours)];
        if (hours.Min() < -Rounding.TotalHours)
        {
            throw new InvalidInputException(
                $"{_facts.Source}: the values refer to {reference.BySlice.Min():s}, before administration at {start:s}; a date or time is wrong: " +
                "give --administered-at with --acquired-at, or --hours-after-administration");
        }

        if (hours.Max() > Long.TotalHours)
        {
            _warnings.Add(new("long-after-administration",
                $"the values refer to {hours.Max() / 24:0.#} days after administration, a factor of {Decay(hours.Max()):0.#}; check the dates"));
        }

        double[] factors = [.. isotope.Zip(hours, (factor, h) => factor * Decay(h))];
        string span = hours.Max() - hours.Min() > 1e-6
            ? $"{hours.Min():0.####} to {hours.Max():0.####} h after administration at {start:s}, each slice multiplied by 2^(its time / {HalfLifeH:g6} h)"
            : $"{reference.BySlice[0]:s}, {hours[0]:0.####} h after administration at {start:s}; multiplied by 2^({hours[0]:0.####} h / {HalfLifeH:g6} h)";
        return Timing(factors, $"{reference.Rule}: {span}", administered);
    }

    /// <summary>Times that are bearable were found for 90Y; what decays faster bears less, in absolute images.</summary>
    private double Tolerance => _isAbsolute ? Math.Min(1, _imaged.HalfLifeS / ScannerIsotope.Find("Y-90")!.HalfLifeS) : 1;

    private double HalfLifeH => _imaged.HalfLifeS / Constants.SecondsPerHour;

    private double Decay(double hours) => Math.Pow(2, hours / HalfLifeH);

    private double? SaidHours()
    {
        if (_said.HoursAfterAdministration is { } hours)
        {
            return hours >= 0 && double.IsFinite(hours)
                ? hours
                : throw new InvalidInputException($"--hours-after-administration is {hours}; expected 0 or more");
        }

        if (_said is not { AdministeredAt: { } administered, AcquiredAt: { } acquired })
        {
            return null;
        }

        double between = (acquired - administered).TotalHours;
        return between >= 0
            ? between
            : throw new InvalidInputException($"--acquired-at {acquired:s} is before --administered-at {administered:s}");
    }

    /// <summary>START, ADMIN, NONE, ENHANCED (a time of its own), or null where only the user's hours tell.</summary>
    private string? Correction(bool isSaid)
    {
        if (_facts.DecayCorrectedTo is not null && _facts.DecayCorrection is null)
        {
            return "ENHANCED";
        }

        switch (_facts.DecayCorrection)
        {
            case "NONE" when _facts.ListsDecayCorrection == true && !isSaid && _isAbsolute:
                throw Unsettled("CorrectedImage (0028,0051)", "DECY, though DecayCorrection (0054,1102) is NONE", "headers that agree");
            case "START" or "ADMIN" when _facts.ListsDecayCorrection == false:
                _warnings.Add(new("decay-correction-not-listed",
                    $"DecayCorrection (0054,1102) is {_facts.DecayCorrection}, but CorrectedImage (0028,0051) does not list DECY; the former is believed"));
                return _facts.DecayCorrection;
            case "START" or "ADMIN" or "NONE":
                return _facts.DecayCorrection;
            case null when _facts.ListsDecayCorrection == false:
                return "NONE";
            case null when isSaid || !_isAbsolute:
                return null;
            default:
                throw Unsettled("DecayCorrection (0054,1102)", _facts.DecayCorrection is null ? "nothing" : $"'{_facts.DecayCorrection}'", "START, ADMIN or NONE");
        }
    }

    private DateTime? AdministeredAt()
    {
        if (_facts.AdministeredAt is { } at)
        {
            if (_facts.AdministeredAtTimeOfDay is { } clock && (at.TimeOfDay - clock).Duration() > Rounding)
            {
                _warnings.Add(new("administration-times-differ",
                    $"RadiopharmaceuticalStartDateTime (0018,1078) is {at:s}, RadiopharmaceuticalStartTime (0018,1072) is {clock:hh\\:mm\\:ss}; the former is believed"));
            }

            return at;
        }

        // A time of day does not say how many days before the scan: 90Y is imaged on the day of treatment or days later.
        return _facts.AdministeredAtTimeOfDay is { } time && _isAbsolute && SaidHours() is null && _facts.DecayCorrection != "ADMIN"
            ? throw Unsettled("RadiopharmaceuticalStartTime (0018,1072)", $"{time:hh\\:mm\\:ss} without a date", "RadiopharmaceuticalStartDateTime (0018,1078)")
            : null;
    }

    private DicomReferenceTime Reference(string? correction, DateTime? administered, bool isSaid)
    {
        if (_said.AcquiredAt is { } said && !isSaid && correction != "ADMIN")
        {
            return DicomReferenceTime.All(_facts, said, "values refer to the time of --acquired-at");
        }

        if (correction is "START" or "NONE" && !isSaid)
        {
            DicomReferenceTime.RequireOneScan(_facts);
        }

        return correction switch
        {
            "START" when !isSaid || !_isotope.IsImagedIsotope => DicomReferenceTime.OfStart(_facts, _isotope.ScannerHalfLifeS, Tolerance, _warnings),
            "START" => DicomReferenceTime.All(_facts, _facts.SeriesStart, "DecayCorrection START: values refer to the series start"),
            "ADMIN" => DicomReferenceTime.All(_facts, administered, "DecayCorrection ADMIN: values refer to administration"),
            "ENHANCED" => DicomReferenceTime.All(_facts, _facts.DecayCorrectedTo, "values refer to DecayCorrectionDateTime (0018,9701)"),
            _ => new(
                [.. _facts.Slices.Select(slice => slice.AcquiredAt)],
                "DecayCorrection NONE: each slice refers to its own acquisition"),
        };
    }

    /// <summary>
    /// Branching, and where the scanner corrected for decay with another half-life, that correction replaced: the factor the header
    /// tells (0054,1321), or else that of the time from reference to acquisition, divided out and made again with the true half-life.
    /// </summary>
    private double[] IsotopeFactors(string? correction, DicomReferenceTime reference)
    {
        double[] factors = new double[_facts.Slices.Count];
        Array.Fill(factors, _isotope.BranchingFactor);
        if (_isotope.IsImagedIsotope || correction == "NONE")
        {
            return factors;
        }

        for (int i = 0; i < factors.Length; i++)
        {
            DicomSliceFacts slice = _facts.Slices[i];
            double seconds;
            if (slice.DecayFactor is { } applied)
            {
                seconds = _isotope.ScannerHalfLifeS * Math.Log2(applied);
            }
            else if (slice.AcquiredAt is { } acquired && reference.BySlice[i] is { } time)
            {
                seconds = (acquired - time).TotalSeconds;
            }
            else
            {
                throw new InvalidInputException(
                    $"{_facts.Source}: neither DecayFactor (0054,1321) nor the times of slice {i + 1} tell the scanner's decay correction, which was made with another isotope and has to be undone; export the series without decay correction");
            }

            factors[i] *= Math.Pow(2, (seconds / _imaged.HalfLifeS) - (seconds / _isotope.ScannerHalfLifeS));
        }

        return factors;
    }

    private void WarnIfHeaderDiffers(string? correction, double hours, DicomReferenceTime reference)
    {
        if (correction == "ADMIN")
        {
            if (hours > 0)
            {
                throw new InvalidInputException(
                    $"{_facts.Source}: DecayCorrection (0054,1102) is ADMIN, the values refer to administration already; {hours:0.####} h after administration were given: leave them out, or give 0");
            }

            return;
        }

        if (_facts.AdministeredAt is { } start && reference.BySlice.Min() is { } time &&
            Math.Abs((time - start).TotalHours - hours) > Tolerance * Noteworthy.TotalHours)
        {
            _warnings.Add(new("time-differs-from-header",
                $"{hours:0.####} h after administration were given; by the header they are {(time - start).TotalHours:0.####} h ({reference.Rule}). The given ones are taken"));
        }
    }

    private ImageTiming Timing(double[] factors, string rule, DateTime? administered)
    {
        bool isUniform = factors.All(factor => factor == factors[0]);
        return new()
        {
            Rule = _isotope.Rule is { } isotope ? $"{rule}; {isotope}" : rule,
            ReferenceTime = administered is { } at ? $"{at:s}" : "administration",
            DecayFactor = isUniform ? factors[0] : factors.Average(),
            SliceFactors = isUniform ? null : factors,
        };
    }

    private InvalidInputException Unsettled(string field, string found, string expected) => new(
        $"{_facts.Source}: {field}: found {found}, expected {expected}; give --administered-at with --acquired-at, or --hours-after-administration " +
        "(0 where the values already refer to administration)");
}

using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Quantification;

/// <summary>
/// Turns image values into activity concentration at the time of administration, by absolute or relative (patient-relative)
/// calibration; definitions in docs/physics.md, after EANM's SOP on post-treatment 90Y dosimetry (2021).
/// </summary>
public static class ActivityQuantifier
{
    /// <summary>Above this balance (field of view / net) a unit or a time is wrong.</summary>
    public const double LargestPlausibleBalance = 1.3;

    /// <summary>Below this balance (field of view / net) a unit or a time is wrong, or the field of view misses much.</summary>
    public const double SmallestPlausibleBalance = 0.5;

    /// <summary>Balances of published cohorts are -6 +- 11 % (docs/physics.md): two standard deviations up and down are worth a word.</summary>
    private const double SmallestUsualBalance = 0.72;

    private const double LargestUsualBalance = 1.16;

    /// <summary>Quantifies an image.</summary>
    /// <param name="request">What is known about the image.</param>
    /// <param name="image">Values as read.</param>
    /// <param name="structures">Structures seen from the image's frame.</param>
    /// <param name="decay">Half-life and energy of the nuclide that is given to the patient.</param>
    /// <param name="mayOverwrite">True where the image's own values may become the activity: a volume less.</param>
    /// <exception cref="InvalidInputException">Something needed is not given, contradicts, or gives an implausible activity.</exception>
    public static QuantifiedActivity Quantify(
        QuantificationRequest request, Volume image, IReadOnlyList<Structure> structures, DecayData decay, bool mayOverwrite = false)
    {
        Validate(request);
        ImageModalities.RequireShows(request.Modality, decay.Nuclide);
        var warnings = new List<Warning>();
        double? netMBq = NetMegabecquerel(request);
        (Volume activity, double? factor, string? region) = request switch
        {
            { Calibration: CalibrationKind.Absolute } => Absolute(request, image, mayOverwrite),
            { Territories.Count: > 0 } => TerritoryCalibration.Apply(request, image, structures, warnings, mayOverwrite),
            _ => Relative(request, image, structures, netMBq, warnings, mayOverwrite),
        };

        ImageSums sums = ImageSums.Of(activity);
        double fieldOfViewMBq = sums.Total * activity.Grid.VoxelVolumeMl / 1e6;
        double? balance = netMBq is > 0 ? fieldOfViewMBq / netMBq : null;
        CheckBalance(request, balance, fieldOfViewMBq, netMBq, warnings);
        CheckHeader(request, fieldOfViewMBq, warnings);
        double negativeFraction = sums.Positive > 0 ? -sums.Negative / sums.Positive : 0;
        if (!(sums.Positive > 0))
        {
            throw new InvalidInputException("the activity image holds no positive value; there is no dose to compute: check the file and its units");
        }

        List<Structure> livers = [.. structures.Where(s => s is { Role: StructureRole.Liver, IsDerived: false })];
        bool isAbsolute = request.Calibration == CalibrationKind.Absolute;
        var result = new QuantificationResult
        {
            Nuclide = decay.Nuclide,
            Convention = decay.Convention,
            HalfLifeH = decay.HalfLifeH,
            MeanEnergyMeV = decay.MeanEnergyMeV,
            MeanEnergyIsDerived = decay.IsEnergyDerived,
            JPerGBq = decay.JPerGBq,
            Modality = request.Modality.Id(),
            ImageUnits = request.Units switch
            {
                ImageUnits.BqPerMl => "bq-per-ml",
                ImageUnits.KbqPerMl => "kbq-per-ml",
                ImageUnits.BqPerVoxel => "bq-per-voxel",
                ImageUnits.Counts => "counts",
                _ => null,
            },
            ReferenceTime = request.Timing?.ReferenceTime ?? "administration",
            ReferenceTimeRule = isAbsolute
                ? request.Timing!.Rule
                : "relative calibration: the reference region holds the net activity at administration, so decay before the image cancels",
            DecayFactor = isAbsolute ? request.Timing!.DecayFactor : 1,
            Calibration = isAbsolute ? "absolute" : "relative",
            ReferenceRegion = region,
            BqPerMlPerImageValue = factor,
            AdministeredMBq = request.Administered?.Megabecquerel,
            ResidualMBq = request.Residual?.Megabecquerel,
            NetMBq = netMBq,
            ActivityInFieldOfViewMBq = fieldOfViewMBq,
            ActivityInLiverMBq = livers.Count == 1 ? RegionSum(livers[0], activity) / 1e6 : null,
            BalanceFraction = balance,
            LungShuntFraction = request.LungShuntFraction,
            NegativeFraction = negativeFraction,
        };
        return new(activity, result, warnings);
    }

    /// <summary>Sum over a structure of value times volume (mL), by the sampling definition; 0 where it lies outside the image.</summary>
    internal static double RegionSum(Structure region, Volume volume) =>
        StructureSampler.Sample(region, volume.Grid, [volume.Values]).Integral(0) ?? 0;

    private static void Validate(QuantificationRequest request)
    {
        if (request.LungShuntFraction is { } lsf && !(lsf is >= 0 and <= 1))
        {
            throw new InvalidInputException($"lung shunt fraction is {lsf}; expected a fraction from 0 to 1 (give 0.05 for 5 %)");
        }

        if (request.Administered is { } administered && !(administered.Becquerel > 0 && double.IsFinite(administered.Becquerel)))
        {
            throw new InvalidInputException($"administered activity is {administered.Megabecquerel} MBq; expected a value above 0");
        }

        if (request.Residual is { } residual)
        {
            if (!(residual.Becquerel >= 0 && double.IsFinite(residual.Becquerel)))
            {
                throw new InvalidInputException($"residual activity is {residual.Megabecquerel} MBq; expected 0 or more");
            }

            if (request.Administered is { } given && residual >= given)
            {
                throw new InvalidInputException(
                    $"residual activity ({residual.Megabecquerel} MBq) is not below the administered ({given.Megabecquerel} MBq); both are meant at the time of administration");
            }
        }

        if (request.Calibration == CalibrationKind.Absolute)
        {
            ValidateAbsolute(request);
        }
        else if (request.Administered is null && request.Territories.Count == 0)
        {
            throw new InvalidInputException(
                "relative calibration needs the activity that the reference region holds: give --administered-mbq (and --residual-mbq, --lung-shunt), or --territory");
        }
    }

    private static void ValidateAbsolute(QuantificationRequest request)
    {
        if (request.Modality == ImageModality.Tc99mMaaSpect)
        {
            throw new InvalidInputException(
                "absolute calibration of a 99mTc-MAA image would take its 99mTc activity for that of the treatment; give --calibration relative with the planned activity in --administered-mbq");
        }

        if (request.Territories.Count > 0)
        {
            throw new InvalidInputException("--territory belongs to relative calibration; give --calibration relative");
        }

        if (request.Units is null)
        {
            throw new InvalidInputException(
                "the activity image does not say its unit; give --activity-units bq-per-ml, kbq-per-ml, bq-per-voxel or counts");
        }

        if (request.Units == ImageUnits.Counts && request.BqPerMlPerCount is null)
        {
            throw new InvalidInputException(
                "counts are no activity: give --bq-per-ml-per-count F for an absolute calibration, or --calibration relative");
        }

        if (request.Units != ImageUnits.Counts && request.BqPerMlPerCount is not null)
        {
            throw new InvalidInputException("--bq-per-ml-per-count belongs to --activity-units counts; the image's unit is another");
        }

        if (request.BqPerMlPerCount is { } f && !(f > 0 && double.IsFinite(f)))
        {
            throw new InvalidInputException($"--bq-per-ml-per-count is {f}; expected a finite value above 0");
        }

        if (request.Timing is null)
        {
            throw new InvalidInputException(
                "absolute calibration needs the time between administration and the image's reference time: give --hours-after-administration H " +
                "(0 where values already refer to administration), or --administered-at with --acquired-at");
        }
    }

    private static double? NetMegabecquerel(QuantificationRequest request)
    {
        if (request.Territories.Count > 0)
        {
            double territories = request.Territories.Sum(t => t.Net.Megabecquerel);
            double? given = request.Administered?.Megabecquerel - (request.Residual?.Megabecquerel ?? 0);
            const double roundingOfEnteredActivities = 0.01;
            if (given is { } net && Math.Abs(net - territories) > roundingOfEnteredActivities * net)
            {
                throw new InvalidInputException(
                    $"the territories hold {territories:0.##} MBq together, administered less residual is {net:0.##} MBq; give net activities that agree");
            }

            return territories;
        }

        return request.Administered?.Megabecquerel - (request.Residual?.Megabecquerel ?? 0);
    }

    private static (Volume Activity, double? Factor, string? Region) Absolute(QuantificationRequest request, Volume image, bool mayOverwrite)
    {
        double unitFactor = request.Units switch
        {
            ImageUnits.KbqPerMl => 1e3,
            ImageUnits.BqPerVoxel => 1 / image.Grid.VoxelVolumeMl,
            ImageUnits.Counts => request.BqPerMlPerCount!.Value,
            _ => 1,
        };
        ImageTiming timing = request.Timing!;
        if (timing.SliceFactors is not { } slices)
        {
            double factor = unitFactor * timing.DecayFactor;
            return (Scaled(image, factor, mayOverwrite), factor, null);
        }

        if (slices.Count != image.Grid.Size.Z)
        {
            throw new InvalidInputException($"{slices.Count} slice factors for an image of {image.Grid.Size.Z} slices");
        }

        int slice = image.Grid.Size.X * image.Grid.Size.Y;
        float[] values = mayOverwrite ? image.Values : new float[image.Values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)(image.Values[n] * unitFactor * slices[n / slice]);
        }

        return (new(image.Grid, values), null, null);
    }

    private static (Volume Activity, double? Factor, string? Region) Relative(
        QuantificationRequest request, Volume image, IReadOnlyList<Structure> structures, double? netMBq, List<Warning> warnings, bool mayOverwrite)
    {
        double toLiver = 1 - LungShuntOrWarn(request, warnings);
        double sum;
        string region;
        if (request.Reference == QuantificationRequest.FieldOfView)
        {
            bool lungsInside = request.LungsInFieldOfView ?? structures.Any(s =>
                s.Role == StructureRole.Lung && StructureSampler.Sample(s, image.Grid, []).CoveredFraction > 0.5);
            if (request.LungsInFieldOfView is null && request.LungShuntFraction > 0 && !structures.Any(s => s.Role == StructureRole.Lung))
            {
                warnings.Add(new("lungs-assumed-outside",
                    "nothing says whether the lungs lie in the field of view; they are taken to lie outside, so that the image holds net x (1 - LSF). Give --lungs-in-field-of-view yes or no"));
            }

            region = lungsInside ? "field-of-view (lungs inside)" : "field-of-view (lungs outside)";
            toLiver = lungsInside ? 1 : toLiver;
            sum = ImageSums.Of(image).Total * image.Grid.VoxelVolumeMl;
        }
        else
        {
            Structure reference = ReferenceStructure(request.Reference, structures);
            StructureSamples samples = StructureSampler.Sample(reference, image.Grid, [image.Values]);
            sum = samples.Integral(0) ?? 0;
            region = reference.Name;
            if (samples.CoveredFraction < 0.999)
            {
                warnings.Add(new("reference-clipped",
                    $"the image covers {samples.CoveredFraction:P1} of the reference structure '{reference.Name}'; the net activity is put into that part alone"));
            }
        }

        if (!(sum > 0))
        {
            throw new InvalidInputException(
                $"the image values sum to {sum:g4} over the reference region '{region}'; a relative calibration needs a sum above 0: does the structure lie on the image?");
        }

        double factor = netMBq!.Value * 1e6 * toLiver / sum;
        return (Scaled(image, factor, mayOverwrite), factor, region);
    }

    /// <summary>The lung shunt fraction, or 0 with a warning where it was not given.</summary>
    internal static double LungShuntOrWarn(QuantificationRequest request, List<Warning> warnings)
    {
        if (request.LungShuntFraction is null)
        {
            warnings.Add(new("lung-shunt-unknown",
                "no lung shunt fraction was given; the whole net activity is put into the reference region (LSF 0). Give --lung-shunt F"));
        }

        return request.LungShuntFraction ?? 0;
    }

    private static Structure ReferenceStructure(string? name, IReadOnlyList<Structure> structures)
    {
        List<Structure> found = [.. name is null
            ? structures.Where(s => s is { Role: StructureRole.Liver, IsDerived: false })
            : structures.Where(s => s.Name == name)];
        string all = structures.Count == 0 ? "there are no structures" : "structures: " + string.Join(", ", structures.Select(s => s.Name));
        return found.Count switch
        {
            1 => found[0],
            0 => throw new InvalidInputException(
                $"relative calibration: reference structure '{name ?? "liver"}' was not found ({all}); name one with --reference, or give --reference field-of-view.{NearestName.Hint(name ?? "liver", structures.Select(s => s.Name))}"),
            _ => throw new InvalidInputException(
                $"relative calibration: {found.Count} structures could be the reference ({string.Join(", ", found.Select(s => s.Name))}); name one with --reference"),
        };
    }

    private static void CheckBalance(
        QuantificationRequest request, double? balance, double fieldOfViewMBq, double? netMBq, List<Warning> warnings)
    {
        if (balance is null)
        {
            return;
        }

        if (balance is >= SmallestPlausibleBalance and <= LargestPlausibleBalance)
        {
            if (request.Calibration == CalibrationKind.Absolute && balance is < SmallestUsualBalance or > LargestUsualBalance)
            {
                warnings.Add(new("activity-balance-unusual",
                    $"the image holds {Mbq(fieldOfViewMBq)} at administration, {balance:0.###} times the net {Mbq(netMBq)}; cohorts see 0.94 +- 0.11. A day wrong in the time is a factor of 1.3"));
            }

            return;
        }

        string cause = request.Calibration == CalibrationKind.Absolute
            ? "a unit, a time or the field of view may be wrong"
            : "much of the image lies outside the region that was given the net activity, which may be the wrong one";
        string message =
            $"the image holds {Mbq(fieldOfViewMBq)} at administration, {balance:0.###} times the net {Mbq(netMBq)}; " +
            $"plausible is {SmallestPlausibleBalance} to {LargestPlausibleBalance}: {cause}";
        bool isRefused = request.Calibration == CalibrationKind.Absolute || request.Territories.Count > 0;
        if (isRefused && !request.AcceptImbalance)
        {
            throw new InvalidInputException($"{message}. If it is as it should be, give --accept-imbalance");
        }

        warnings.Add(new("activity-imbalance", message));
    }

    /// <summary>The header's activity is often in another unit, or of the vial: it warns and decides nothing.</summary>
    private static void CheckHeader(QuantificationRequest request, double fieldOfViewMBq, List<Warning> warnings)
    {
        if (request is { Administered: null, Territories.Count: 0, Calibration: CalibrationKind.Absolute, AdministeredByHeader.Megabecquerel: > 0 and var header }
            && fieldOfViewMBq / header is not (>= SmallestPlausibleBalance and <= LargestPlausibleBalance))
        {
            warnings.Add(new("activity-differs-from-header",
                $"the image holds {Mbq(fieldOfViewMBq)} at administration, RadionuclideTotalDose (0018,1074) is {header:g6} MBq, {fieldOfViewMBq / header:g3} of it; plausible is " +
                $"{SmallestPlausibleBalance} to {LargestPlausibleBalance}: a unit, a time or the header is wrong. Give --administered-mbq"));
        }
    }

    private static Volume Scaled(Volume image, double factor, bool mayOverwrite)
    {
        if (factor == 1)
        {
            return image;
        }

        float[] values = mayOverwrite ? image.Values : new float[image.Values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)(image.Values[n] * factor);
        }

        return new(image.Grid, values);
    }

    private static string Mbq(double? value) => (value ?? 0).ToString(value >= 1 ? "0.#" : "g3", CultureInfo.InvariantCulture) + " MBq";
}

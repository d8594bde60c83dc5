using VoxelDose.Engine.Physics;

namespace VoxelDose.Engine.Planning;

/// <summary>Chooses a vial and follows its decay to injection.</summary>
public static class VialPlanner
{
    private const double Slack = 1e-9;

    /// <summary>Chooses the vial for an activity.</summary>
    /// <param name="device">The microspheres.</param>
    /// <param name="decay">Half-life.</param>
    /// <param name="residualFraction">Share that stays behind.</param>
    /// <param name="plannedGBq">Activity wanted in the vial at injection, above 0.</param>
    /// <param name="atMostGBq">Activity at injection that a limit forbids to exceed; null without such a limit.</param>
    /// <param name="calibrationAt">Standard calibration time, or null.</param>
    /// <param name="injectionAt">Injection time, or null.</param>
    public static VialPlan Plan(
        MicrosphereDevice device,
        DecayData decay,
        double residualFraction,
        double plannedGBq,
        double? atMostGBq,
        DateTimeOffset? calibrationAt,
        DateTimeOffset? injectionAt)
    {
        // Subtracting instants, not wall clocks: a change to or from daylight saving time between them is no decay.
        double? hours = (injectionAt - calibrationAt)?.TotalHours;
        double? required = hours is { } elapsed ? plannedGBq * decay.DecayFactor(elapsed) : null;
        VialOption Option(double nominalGBq, bool isCustom, int daysBefore)
        {
            const double hoursPerDay = 24;
            double? atInjection = hours is { } h ? nominalGBq / decay.DecayFactor(h + (daysBefore * hoursPerDay)) : null;
            return new(nominalGBq, isCustom, daysBefore, atInjection, atInjection / plannedGBq,
                (Math.Log2(nominalGBq / plannedGBq) * decay.HalfLifeH) - (daysBefore * hoursPerDay));
        }

        VialOption[] options =
        [
            .. device.Vials.Select(vial => Option(vial.NominalGBq, false, vial.DaysBefore)),
            .. CustomSizes(device, required ?? plannedGBq).Select(nominal => Option(nominal, true, 0)),
        ];
        VialOption? chosen = Choose(device, options, plannedGBq, atMostGBq, hours is not null);
        double? used = chosen is null ? null : device.WholeVialGiven ? 1 : chosen.ActivityAtInjectionGBq is { } full ? plannedGBq / full : null;
        double? given = chosen is null ? null : device.WholeVialGiven ? chosen.ActivityAtInjectionGBq : plannedGBq;
        return new()
        {
            Device = device.Name,
            PlannedGBq = plannedGBq,
            CalibrationAt = calibrationAt,
            InjectionAt = injectionAt,
            HoursFromCalibration = hours,
            RequiredAtCalibrationGBq = required,
            Chosen = chosen,
            UsedFraction = used,
            ActivityAtInjectionGBq = given,
            ResidualGBq = residualFraction * given,
            Spheres = chosen is null ? null : SpheresOf(device, chosen, used, residualFraction),
            Options = options,
            Rule = RuleOf(device, hours is not null),
            RangeCheck = RangeOf(device, options, plannedGBq, required, chosen),
        };
    }

    private static IEnumerable<double> CustomSizes(MicrosphereDevice device, double requiredGBq)
    {
        if (device.MadeToOrder)
        {
            return [requiredGBq];
        }

        if (device.CustomVials is not { } custom)
        {
            return [];
        }

        double step = Math.Floor((requiredGBq - custom.FromGBq) / custom.StepGBq);
        return new[] { step, step + 1 }
            .Select(n => custom.FromGBq + (n * custom.StepGBq))
            .Where(size => size >= custom.FromGBq && size <= custom.ToGBq && !device.Vials.Any(vial => vial.NominalGBq == size));
    }

    private static VialOption? Choose(
        MicrosphereDevice device, IReadOnlyList<VialOption> options, double plannedGBq, double? atMostGBq, bool timesKnown)
    {
        if (device.WholeVialGiven && timesKnown)
        {
            return options.Where(option => atMostGBq is not { } most || option.ActivityAtInjectionGBq <= most * (1 + Slack))
                .MinBy(option => Math.Abs(option.ActivityAtInjectionGBq!.Value - plannedGBq));
        }

        return options.Where(option => (option.ActivityAtInjectionGBq ?? option.NominalGBq) >= plannedGBq * (1 - Slack))
            .MinBy(option => option.ActivityAtInjectionGBq ?? option.NominalGBq);
    }

    private static string RuleOf(MicrosphereDevice device, bool timesKnown) =>
        device.MadeToOrder ? "made to the activity ordered"
        : !timesKnown ? "calibration or injection time not given: the smallest vial that holds at least the plan at calibration"
        : device.WholeVialGiven ? "given whole: the vial nearest to the plan at injection, at or below what normal liver and lung limits allow"
        : "drawn up: the smallest vial that holds at least the plan at injection";

    private static SpheresGiven? SpheresOf(MicrosphereDevice device, VialOption vial, double? usedFraction, double residualFraction)
    {
        if (usedFraction is not { } used)
        {
            return null;
        }

        const double becquerelPerGigabecquerel = 1e9;
        double reaching = used * (1 - residualFraction);
        if (device.SpheresPerVial is { } perVial)
        {
            double spread = perVial.PlusMinus ?? 0;
            return new(perVial.Mean * reaching, (perVial.Mean - spread) * reaching, (perVial.Mean + spread) * reaching, "spheres in a vial, by the product");
        }

        if (device.SpheresPerGBqAtCalibration is { } perGBq)
        {
            double count = perGBq * vial.NominalGBq * reaching;
            return new(count, count, count, "spheres per GBq at calibration, by the product");
        }

        MicrosphereDevice.ValueRange each = device.ActivityPerSphereBqAtCalibration;
        double becquerel = vial.NominalGBq * becquerelPerGigabecquerel * reaching;
        return new(null, becquerel / each.High, becquerel / each.Low, "activity over the activity per sphere at calibration");
    }

    private static PlanCheck RangeOf(
        MicrosphereDevice device, IReadOnlyList<VialOption> options, double plannedGBq, double? requiredGBq, VialOption? chosen)
    {
        const string code = "vial-range";
        if (device.MadeToOrder)
        {
            return new(code, CheckStatus.NotGiven, "info", "vendor's range of activities: not stated for vials made to order", plannedGBq, null, "GBq", device.Source);
        }

        if (requiredGBq is not { } required)
        {
            return new(code, CheckStatus.NotGiven, "warning", "vendor's range of activities: needs --calibration-at and --injection-at", plannedGBq, null, "GBq", device.Source);
        }

        if (device.WholeVialGiven)
        {
            double low = options.Min(option => option.NominalGBq);
            double high = device.CustomVials?.ToGBq ?? options.Max(option => option.NominalGBq);
            bool inside = required >= low * (1 - Slack) && required <= high * (1 + Slack);
            CheckStatus status = inside && chosen is not null ? CheckStatus.Passed : CheckStatus.Failed;
            string more = inside && chosen is null ? "; no vial lies at or below what a limit allows" : string.Empty;
            return new(code, status, "warning", $"the activity needed at calibration lies within the vendor's {low} to {high} GBq{more}",
                required, required < low ? low : high, "GBq", device.Source);
        }

        double largest = options.Max(option => option.ActivityAtInjectionGBq!.Value);
        return new(code, chosen is null ? CheckStatus.Failed : CheckStatus.Passed, "warning",
            $"one vial holds the plan at injection (the largest holds {largest:0.###} GBq then)", plannedGBq, largest, "GBq", device.Source);
    }
}

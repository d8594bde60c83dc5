using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Planning;

/// <summary>What one territory would get before the lungs, which all territories share, are looked at.</summary>
internal sealed record TerritoryDecision
{
    internal required TerritoryInput Territory { get; init; }

    internal required DoseCoefficients Coefficients { get; init; }

    /// <summary>All limits of the territory but the lungs'.</summary>
    internal required IReadOnlyList<ActivityLimit> Limits { get; init; }

    /// <summary>The smallest activity of the limits, GBq; null where the lungs alone can limit it.</summary>
    internal double? ActivityGBq { get; init; }

    internal string? Binding { get; init; }

    /// <summary>Why the model gives nothing here; null where it gives something.</summary>
    internal string? Reason { get; init; }

    /// <summary>The label's reduction that is in the activity.</summary>
    internal double? LungShuntReduction { get; init; }

    internal static TerritoryDecision Make(PlanRequest request, TerritoryInput territory, PlanningModel model) =>
        model is PlanningModel.Bsa or PlanningModel.ModifiedBsa
            ? FromBodySurface(request, territory, model)
            : FromTargets(request, territory, model);

    private static TerritoryDecision FromTargets(PlanRequest request, TerritoryInput territory, PlanningModel model)
    {
        DoseCoefficients coefficients = Planner.CoefficientsOf(request, territory, model);
        PlanTargets targets = territory.Targets;
        (string Id, double? DoseGy, double? GyPerGBq)[] aims = model switch
        {
            PlanningModel.Mird => [("target-perfused", targets.PerfusedGy, coefficients.PerfusedGyPerGBq)],
            PlanningModel.Partition =>
            [
                ("target-tumor", targets.TumorGy, coefficients.TumorGyPerGBq),
                ("target-normal", targets.NormalLiverGy, coefficients.NormalLiverGyPerGBq),
            ],
            _ =>
            [
                ("target-tumor", targets.TumorGy, coefficients.TumorGyPerGBq),
                ("target-tumor-d70", targets.TumorD70Gy, coefficients.TumorD70GyPerGBq),
                ("target-normal", targets.NormalLiverGy, coefficients.NormalLiverGyPerGBq),
                ("target-perfused", targets.PerfusedGy, coefficients.PerfusedGyPerGBq),
            ],
        };
        ActivityLimit[] limits = [.. aims.Where(aim => aim.DoseGy is not null)
            .Select(aim => new ActivityLimit(aim.Id, aim.DoseGy, aim.GyPerGBq > 0 ? aim.DoseGy / aim.GyPerGBq : null))];
        ActivityLimit? smallest = limits.Where(limit => limit.ActivityGBq is not null).MinBy(limit => limit.ActivityGBq);
        ActivityLimit? unreachable = limits.FirstOrDefault(limit => limit.ActivityGBq is null && limit.Id != "target-normal");
        var decision = new TerritoryDecision
        {
            Territory = territory,
            Coefficients = coefficients,
            Limits = limits,
            ActivityGBq = smallest?.ActivityGBq,
            Binding = smallest?.Id,
        };
        if (unreachable is not null)
        {
            string why = territory.LungShuntFraction >= 1 ? "the whole activity goes to the lungs" : "the volume that it is asked for is empty or receives nothing";
            return decision with { ActivityGBq = null, Binding = unreachable.Id, Reason = $"{territory.Name}: no activity meets {unreachable.Id} of {unreachable.DoseGy} Gy: {why}" };
        }

        return smallest is null && !request.IsLungLimitAsked
            ? decision with { Reason = $"{territory.Name}: no target limits the activity: normal liver is absent or receives nothing; give --target-tumor-gy too" }
            : decision;
    }

    private static TerritoryDecision FromBodySurface(PlanRequest request, TerritoryInput territory, PlanningModel model)
    {
        string id = model == PlanningModel.Bsa ? "bsa" : "modified-bsa";
        var decision = new TerritoryDecision
        {
            Territory = territory,
            Coefficients = CompartmentModel.Coefficients(request, territory),
            Limits = [],
            Binding = id,
        };
        if (model == PlanningModel.Bsa && request.Territories.Count > 1)
        {
            return decision with { Reason = "the body-surface formula is for the whole liver at once; for several territories use modified-bsa" };
        }

        if (territory.LungShuntFraction > request.Device.LungShuntAbove)
        {
            return decision with
            {
                Binding = "label-lung-shunt",
                Reason = $"lung shunt {territory.LungShuntFraction} is above {request.Device.LungShuntAbove}: the label of {request.Device.Name} gives no activity",
            };
        }

        double formula = model == PlanningModel.Bsa ? WholeLiver(request, territory) : Lobe(request, territory);
        double? reduction = request.Device.LungShuntReductions.Count > 0 && territory.LungShuntFraction is { } shunt
            ? request.Device.LungShuntReduction(shunt)
            : null;
        double activity = formula * (1 - (reduction ?? 0));
        return activity > 0
            ? decision with { ActivityGBq = activity, Limits = [new(id, null, activity)], LungShuntReduction = reduction }
            : decision with { Reason = $"{territory.Name}: the formula gives {activity} GBq for this body" };
    }

    private static double WholeLiver(PlanRequest request, TerritoryInput territory)
    {
        double liverMl = territory.TumorMl!.Value + territory.NormalLiverMl!.Value;
        return liverMl > 0
            ? BodySurfaceModel.ActivityGBq(request.HeightM!.Value, request.WeightKg!.Value, territory.TumorMl.Value / liverMl)
            : throw new InvalidInputException("--tumor-ml and --normal-liver-ml are both 0; there is no liver to treat");
    }

    private static double Lobe(PlanRequest request, TerritoryInput territory)
    {
        double lobeMl = territory.EffectivePerfusedMl!.Value;
        if (territory.TumorMl > lobeMl || lobeMl > request.LiverMl)
        {
            throw new InvalidInputException(
                $"{territory.Name}: tumour {territory.TumorMl} mL, lobe (--perfused-ml) {lobeMl} mL, liver (--liver-ml) {request.LiverMl} mL; each must lie within the next");
        }

        return BodySurfaceModel.LobeActivityGBq(
            request.HeightM!.Value, request.WeightKg!.Value, territory.TumorMl!.Value / lobeMl, lobeMl / request.LiverMl!.Value);
    }
}

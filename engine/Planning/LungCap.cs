namespace VoxelDose.Engine.Planning;

/// <summary>
/// Holds the activities of all territories under the lung dose that they share: where the sum exceeds what is left, all are scaled
/// down by one factor. What is left is the smaller of the session's limit and the total limit minus earlier sessions.
/// </summary>
internal static class LungCap
{
    internal static ModelPlan Apply(PlanRequest request, PlanningModel model, IReadOnlyList<TerritoryDecision> decisions)
    {
        (string id, double? allowedGy) = AllowedGy(request);
        bool onlyLung = decisions.Any(decision => decision.ActivityGBq is null);
        double[] wanted = onlyLung
            ? [.. decisions.Select(decision => EqualDoseShare(request, decision))]
            : [.. decisions.Select(decision => decision.ActivityGBq!.Value)];
        double wantedTotal = wanted.Sum();
        double? lungGy = 0;
        for (int n = 0; n < wanted.Length; n++)
        {
            lungGy += decisions[n].Coefficients.LungGyPerGBq * wanted[n];
        }

        double? factor = allowedGy is { } allowed && lungGy > 0 ? allowed / lungGy : null;
        ActivityLimit[] limits = [.. TotalLimits(decisions, wantedTotal), .. allowedGy is null ? Array.Empty<ActivityLimit>() : [new ActivityLimit(id, allowedGy, factor * wantedTotal)]];
        if (factor is 0)
        {
            return None(model, id, limits, $"no lung dose is left: earlier sessions {request.PreviousLungGy ?? 0} Gy, limit {request.LungLimitGy} Gy a session and {PlanningData.Default.Lung.TotalLimitGy} Gy over all");
        }

        if (onlyLung && factor is null)
        {
            return None(model, id, limits, "the lung limit alone bounds no activity: nothing reaches the lungs; give a target");
        }

        bool lungBinds = onlyLung || factor < 1;
        double scale = lungBinds ? factor!.Value : 1;
        TerritoryPlan[] territories = [.. decisions.Select((decision, n) => new TerritoryPlan(
            decision.Territory.Name,
            scale * wanted[n],
            decision.Coefficients.At(scale * wanted[n]),
            lungBinds ? id : decision.Binding,
            decision.Limits))];
        return new()
        {
            Model = model,
            ActivityGBq = scale * wantedTotal,
            Binding = lungBinds ? id : decisions.Count == 1 ? decisions[0].Binding : string.Join(", ", decisions.Select(decision => decision.Binding).Distinct()),
            Doses = DoseSummary.Of(request, territories),
            Limits = limits,
            LungShuntReduction = decisions.Max(decision => decision.LungShuntReduction),
            Territories = territories,
        };
    }

    /// <summary>The lung dose that this session may still give, Gy, and the name of what bounds it; null where no limit was wanted.</summary>
    private static (string Id, double? AllowedGy) AllowedGy(PlanRequest request)
    {
        if (request.LungLimitGy is not { } session)
        {
            return ("limit-lung", null);
        }

        double left = Math.Max(0, PlanningData.Default.Lung.TotalLimitGy - (request.PreviousLungGy ?? 0));
        return request.PreviousLungGy is > 0 && left < session ? ("limit-lung-total", left) : ("limit-lung", session);
    }

    /// <summary>Where only the lungs limit, territories share the activity by their perfused volumes: the same concentration everywhere.</summary>
    private static double EqualDoseShare(PlanRequest request, TerritoryDecision decision) =>
        request.Territories.Count == 1
            ? 1
            : decision.Territory.EffectivePerfusedMl ?? throw new Errors.InvalidInputException(
                $"{decision.Territory.Name}: the lung limit alone is to set the activity of several territories; give each its perfused volume");

    private static IEnumerable<ActivityLimit> TotalLimits(IReadOnlyList<TerritoryDecision> decisions, double wantedTotal)
    {
        if (decisions.Count == 1)
        {
            return decisions[0].Limits;
        }

        return decisions.SelectMany(decision => decision.Limits.Select(
            limit => limit with { Id = $"{decision.Territory.Name}: {limit.Id}", ActivityGBq = limit.ActivityGBq }))
            .Append(new("all territories by their own targets", null, wantedTotal));
    }

    private static ModelPlan None(PlanningModel model, string binding, IReadOnlyList<ActivityLimit> limits, string reason) =>
        new() { Model = model, Binding = binding, Limits = limits, Reason = reason };
}

namespace VoxelDose.Engine.Planning;

/// <summary>What a plan's numbers say against limits and usual ranges.</summary>
internal static class PlanChecks
{
    private const double Slack = 1e-9;

    /// <summary>Typed tumours below this (a ball of 12 mm) may be litres.</summary>
    private const double SmallTumorMl = 1;

    internal static IReadOnlyList<PlanCheck> For(PlanRequest request, ModelPlan plan)
    {
        var checks = new List<PlanCheck>();
        AddLung(request, plan, checks);
        AddLungShunt(request, checks);
        AddRatios(request, checks);
        if (plan.ActivityGBq is null && plan.Binding is null)
        {
            // The model could not start: there is no plan to hold against targets.
            return checks;
        }

        foreach (TerritoryInput territory in request.Territories)
        {
            AddTargets(territory, plan, request.Territories.Count > 1 ? $"{territory.Name}: " : string.Empty, checks);
            if (territory.Voxel is null && territory.Tumors.FirstOrDefault(tumor => tumor.VolumeMl is > 0 and < SmallTumorMl) is { } small)
            {
                checks.Add(new("tumor-volume-small", CheckStatus.Failed, "warning",
                    $"{territory.Name}: '{small.Name}' is smaller than {SmallTumorMl} mL; is its volume in mL?", small.VolumeMl, SmallTumorMl, "mL", null));
            }

            if (territory.NormalLiverMl == 0)
            {
                checks.Add(new("no-normal-liver", CheckStatus.Failed, "warning",
                    $"{territory.Name}: there is no normal liver in the treated volume; its dose does not exist and does not limit the activity", 0, null, "mL", null));
            }

            if (territory.PerfusedMl is { } drawn && territory.TumorMl + territory.NormalLiverMl is { } sum && Math.Abs(sum - drawn) > 0.01 * drawn)
            {
                checks.Add(new("perfused-volume-differs", CheckStatus.Failed, "warning",
                    $"{territory.Name}: tumour and normal liver together differ from the perfused volume by more than 1 %; partition uses the former, MIRD the latter", sum, drawn, "mL", null));
            }
        }

        if (plan.Model != PlanningModel.Voxel && !request.Device.Models.Contains(plan.Model.Id()))
        {
            checks.Add(new("model-not-usual-for-device", CheckStatus.Failed, "info",
                $"{plan.Model.Id()} is not the model in use with {request.Device.Name} ({string.Join(", ", request.Device.Models)})", null, null, null, request.Device.Source));
        }

        return checks;
    }

    internal static PlanCheck AtMost(string code, string severity, string message, double? value, double limit, string unit, string? source) =>
        new(code, value is null ? CheckStatus.NotGiven : value <= limit * (1 + Slack) ? CheckStatus.Passed : CheckStatus.Failed, severity, message, value, limit, unit, source);

    private static void AddLung(PlanRequest request, ModelPlan plan, List<PlanCheck> checks)
    {
        PlanningData.LungLimits limits = PlanningData.Default.Lung;
        string source = request.Device.Nuclide == limits.Nuclide ? limits.Source : $"{limits.Source}; found with {limits.Nuclide}, taken over for {request.Device.Nuclide}";
        double? lungGy = plan.Doses.LungGy;
        checks.Add(AtMost("lung-dose-session", "error", "mean lung dose of this session", lungGy, limits.SessionLimitGy, "Gy", source));
        PlanCheck total = AtMost("lung-dose-total", "error", "mean lung dose over all sessions", lungGy + request.PreviousLungGy, limits.TotalLimitGy, "Gy", source);
        checks.Add(request.PreviousLungGy is null && lungGy > limits.TotalLimitGy * (1 + Slack)
            ? total with { Status = CheckStatus.Failed, Value = lungGy, Message = "mean lung dose over all sessions: this session alone exceeds the limit" }
            : total with { Message = request.PreviousLungGy is null ? "mean lung dose over all sessions: earlier sessions are not given (--previous-lung-gy, 0 for none)" : total.Message });
    }

    private static void AddLungShunt(PlanRequest request, List<PlanCheck> checks)
    {
        foreach (TerritoryInput territory in request.Territories)
        {
            if (request.Device.LungShuntAbove is { } above)
            {
                checks.Add(AtMost("lung-shunt-label", "error", $"lung shunt above which the label of {request.Device.Name} gives no activity", territory.LungShuntFraction, above, "1", request.Device.Source));
            }
            else if (territory.LungShuntFraction is null)
            {
                checks.Add(new("lung-shunt", CheckStatus.NotGiven, "error", "lung shunt fraction: without it no dose can be said", null, null, "1", null));
            }
        }
    }

    private static void AddRatios(PlanRequest request, List<PlanCheck> checks)
    {
        PlanningData.UsualRatios usual = PlanningData.Default.TumorToNormalRatio;
        foreach (TumorInput tumor in request.Territories.SelectMany(territory => territory.Tumors).Where(tumor => tumor.VolumeMl > 0))
        {
            if (tumor.TumorToNormalRatio < 1)
            {
                checks.Add(new("tn-ratio-below-one", CheckStatus.Failed, "error",
                    $"{tumor.Name}: the tumour takes up less than normal liver; every activity harms the liver more than the tumour", tumor.TumorToNormalRatio, 1, "1", usual.Source));
            }
            else
            {
                CheckStatus status = tumor.TumorToNormalRatio switch
                {
                    null => CheckStatus.NotGiven,
                    { } ratio when ratio >= usual.UsualLow && ratio <= usual.UsualHigh => CheckStatus.Passed,
                    _ => CheckStatus.Failed,
                };
                checks.Add(new("tn-ratio-usual", status, "info", $"{tumor.Name}: T/N within the usual {usual.UsualLow} to {usual.UsualHigh}",
                    tumor.TumorToNormalRatio, tumor.TumorToNormalRatio > usual.UsualHigh ? usual.UsualHigh : usual.UsualLow, "1", usual.Source));
            }
        }
    }

    private static void AddTargets(TerritoryInput territory, ModelPlan plan, string prefix, List<PlanCheck> checks)
    {
        CompartmentDoses doses = plan.Territories.FirstOrDefault(other => other.Name == territory.Name)?.Doses ?? CompartmentDoses.Unknown;
        PlanTargets targets = territory.Targets;
        bool isGiven = plan.ActivityGBq is not null;
        AddAtLeast("target-tumor-met", $"{prefix}tumour mean should reach its target", doses.TumorGy, targets.TumorGy, isGiven, checks);
        if (plan.Model == PlanningModel.Voxel)
        {
            AddAtLeast("target-tumor-d70-met", $"{prefix}tumour D70 should reach its target", doses.TumorD70Gy, targets.TumorD70Gy, isGiven, checks);
        }

        AddAtLeast("target-perfused-met", $"{prefix}mean of the perfused volume should reach its target", doses.PerfusedGy, targets.PerfusedGy, isGiven, checks);
        if (targets.NormalLiverGy is { } limit)
        {
            checks.Add(AtMost("target-normal-kept", "warning", $"{prefix}normal liver mean should stay at or below its limit", doses.NormalLiverGy, limit, "Gy", "as asked"));
        }
    }

    private static void AddAtLeast(string code, string message, double? value, double? target, bool isGiven, List<PlanCheck> checks)
    {
        if (target is { } asked)
        {
            // No activity at all reaches no target; an activity with an unknown dose leaves it open.
            CheckStatus status = !isGiven ? CheckStatus.Failed : value is null ? CheckStatus.NotGiven : value >= asked * (1 - Slack) ? CheckStatus.Passed : CheckStatus.Failed;
            checks.Add(new(code, status, "warning", message, value, asked, "Gy", "as asked"));
        }
    }
}

using VoxelDose.Engine.Planning;

namespace VoxelDose.Host.Planning;

/// <summary>Runs a case and puts its answers into the document.</summary>
internal static class PlanDocumentBuilder
{
    internal static PlanDocument Build(PlanCase plan)
    {
        CheckInfo[] eligibility = [.. EligibilityChecker.Check(plan.Patient).Select(CheckInfo.Of)];
        if (plan.Sessions.Count > 1)
        {
            return Document(plan, null, "several sessions: see sessions", eligibility) with { Sessions = Sessions(plan, plan.Models[0]) };
        }

        ModelInfo[] models = [.. plan.Models.Select(model => Info(plan, plan.Request, plan.Sessions[0], Planner.Plan(plan.Request, model)))];
        return models.Length == 1
            ? Document(plan, models[0], null, eligibility)
            : Document(plan, null, "several models: see models", eligibility) with { Models = models };
    }

    private static PlanDocument Document(PlanCase plan, ModelInfo? single, string? reason, CheckInfo[] eligibility) => new()
    {
        Model = plan.Model,
        Inputs = InputsOf(plan),
        ActivityGBq = single?.ActivityGBq,
        Reason = single is null ? reason : single.Reason,
        Doses = single?.Doses ?? CompartmentDoses.Unknown,
        Binding = single?.Binding,
        Limits = single?.Limits ?? [],
        LungShuntReduction = single?.LungShuntReduction,
        Vial = single?.Vial,
        Territories = single?.Territories ?? [],
        Sensitivity = single?.Sensitivity ?? [],
        Checks = [.. single?.Checks ?? [], .. eligibility],
        Models = [],
        Sessions = [],
        Warnings = plan.Warnings,
    };

    private static SessionInfo[] Sessions(PlanCase plan, PlanningModel model) =>
        [.. SessionPlanner.Plan(plan.Request, plan.Sessions, model).Select((session, n) => new SessionInfo(
            session.Name,
            session.At,
            Info(plan, plan.Request with { Territories = plan.Sessions[n].Territories }, plan.Sessions[n], session.Plan),
            session.CumulativeLungGy,
            session.RemainingLungGy,
            session.CumulativeNormalLiverGy,
            session.WeeksSincePrevious,
            session.StillToDeliverLungGy))];

    private static ModelInfo Info(PlanCase plan, PlanRequest request, TreatmentSession session, ModelPlan answer)
    {
        TerritoryInfo[] territories = [.. answer.Territories.Select(territory => new TerritoryInfo(
            territory.Name, territory.ActivityGBq, territory.Doses, territory.Binding, territory.Limits, VialOf(plan, session, answer, territory)))];
        VialInfo? vial = territories.Length == 1 ? territories[0].Vial : null;
        return new(
            answer.Model.Id(),
            answer.ActivityGBq,
            answer.Reason,
            answer.Doses,
            answer.Binding,
            answer.Limits,
            answer.LungShuntReduction,
            vial,
            territories,
            Sensitivity.Of(request, answer, plan.Uncertainties),
            [.. answer.Checks.Select(CheckInfo.Of), .. territories.Where(territory => territory.Vial is not null).Select(territory => territory.Vial!.RangeCheck)]);
    }

    private static VialInfo? VialOf(PlanCase plan, TreatmentSession session, ModelPlan answer, TerritoryPlan territory)
    {
        if (territory.ActivityGBq is not > 0)
        {
            return null;
        }

        double activityGBq = territory.ActivityGBq.Value;
        VialPlan vial = VialPlanner.Plan(
            plan.Request.Device, plan.Request.Decay, plan.Request.ResidualFraction, activityGBq, AtMost(answer, territory), plan.CalibrationAt, session.At);
        return new(
            vial.Device, vial.PlannedGBq, vial.CalibrationAt, vial.InjectionAt, vial.HoursFromCalibration, vial.RequiredAtCalibrationGBq, vial.Chosen,
            vial.UsedFraction, vial.ActivityAtInjectionGBq, vial.ResidualGBq, vial.Spheres,
            vial.ActivityAtInjectionGBq is { } given ? territory.Doses.Scaled(given / activityGBq) : null, vial.Options, vial.Rule, CheckInfo.Of(vial.RangeCheck));
    }

    /// <summary>The activity that normal liver and lungs allow in the territory, GBq; null where they set no limit.</summary>
    private static double? AtMost(ModelPlan answer, TerritoryPlan territory)
    {
        double share = territory.ActivityGBq!.Value / answer.ActivityGBq!.Value;
        return territory.Limits.Where(limit => limit.Id == "target-normal").Select(limit => limit.ActivityGBq)
            .Concat(answer.Limits.Where(limit => limit.Id.StartsWith("limit-lung", StringComparison.Ordinal)).Select(limit => limit.ActivityGBq * share))
            .Min();
    }

    private static PlanInputs InputsOf(PlanCase plan)
    {
        PlanRequest request = plan.Request;
        return new(
            request.Device.Id,
            request.Device.Name,
            request.Decay.Nuclide,
            request.Decay.Convention,
            request.Decay.HalfLifeH,
            request.Decay.MeanEnergyMeV,
            request.Decay.IsEnergyDerived,
            request.Decay.JPerGBq,
            request.Density.GramPerMl,
            request.LungMassKg,
            request.ResidualFraction,
            request.LungLimitGy,
            request.LungLimitGy is not null && !request.IsLungLimitAsked,
            request.PreviousLungGy,
            request.LiverMl,
            request.HeightM,
            request.WeightKg,
            request.HeightM is { } height && request.WeightKg is { } weight ? BodySurfaceModel.BodySurfaceM2(height, weight) : null,
            plan.CalibrationAt,
            [.. plan.Sessions.SelectMany(session => session.Territories.Select(territory => InputOf(request, session, territory)))]);
    }

    private static TerritoryInputInfo InputOf(PlanRequest request, TreatmentSession session, TerritoryInput territory)
    {
        double? Kg(double? ml) => ml is { } volume ? request.MassKg(volume) : null;
        return new(
            session.Name,
            territory.Name,
            territory.TumorMl,
            Kg(territory.TumorMl),
            territory.NormalLiverMl,
            Kg(territory.NormalLiverMl),
            territory.EffectivePerfusedMl,
            Kg(territory.EffectivePerfusedMl),
            territory.LungShuntFraction,
            territory.ActivityGBq,
            [.. territory.Tumors.Select(tumor => new TumorInfo(tumor.Name, tumor.VolumeMl, request.MassKg(tumor.VolumeMl), tumor.TumorToNormalRatio))],
            territory.Targets);
    }
}

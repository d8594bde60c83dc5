namespace VoxelDose.Engine.Planning;

/// <summary>Changes one input at a time: what the model would give then, and what the activity as planned would deliver.</summary>
public static class Sensitivity
{
    /// <summary>Relative step of inputs whose uncertainty nobody stated.</summary>
    public const double DefaultStep = 0.1;

    /// <summary>The inputs that can be changed, by option name.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["tn-ratio", "lung-shunt", "tumor-ml", "normal-liver-ml", "perfused-ml"];

    /// <summary>Rows for every input that the request holds; none where the plan has no activity or comes from a dose volume.</summary>
    /// <param name="request">The request behind the plan.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="uncertainties">Relative uncertainties by parameter, in (0, 1).</param>
    public static IReadOnlyList<SensitivityRow> Of(PlanRequest request, ModelPlan plan, IReadOnlyDictionary<string, double> uncertainties)
    {
        if (plan.ActivityGBq is null || plan.Model == PlanningModel.Voxel)
        {
            return [];
        }

        return [.. Parameters.Where(parameter => Applies(request, parameter)).Select(parameter =>
        {
            bool isStated = uncertainties.TryGetValue(parameter, out double relative);
            double step = isStated ? relative : DefaultStep;
            return new SensitivityRow(parameter, step, !isStated, Case(request, plan, parameter, 1 - step), Case(request, plan, parameter, 1 + step));
        })];
    }

    private static bool Applies(PlanRequest request, string parameter) => request.Territories.Any(territory => parameter switch
    {
        "tn-ratio" => territory.Tumors.Any(tumor => tumor.TumorToNormalRatio is not null),
        "lung-shunt" => territory.LungShuntFraction is > 0,
        "tumor-ml" => territory.TumorMl is > 0,
        "normal-liver-ml" => territory.NormalLiverMl is > 0,
        _ => territory.PerfusedMl is not null,
    });

    private static SensitivityCase Case(PlanRequest request, ModelPlan plan, string parameter, double factor)
    {
        PlanRequest changed = request with { Territories = [.. request.Territories.Select(territory => Changed(territory, parameter, factor))] };
        ModelPlan replanned = Planner.Plan(changed, plan.Model);
        PlanRequest asPlanned = changed with
        {
            Territories = [.. changed.Territories.Select((territory, n) => territory with { ActivityGBq = plan.Territories[n].ActivityGBq })],
        };
        return new(factor, replanned.ActivityGBq, Planner.Plan(asPlanned, plan.Model).Doses);
    }

    private static TerritoryInput Changed(TerritoryInput territory, string parameter, double factor) => parameter switch
    {
        "tn-ratio" => territory with { Tumors = [.. territory.Tumors.Select(tumor => tumor with { TumorToNormalRatio = factor * tumor.TumorToNormalRatio })] },
        "lung-shunt" => territory with { LungShuntFraction = Math.Min(1, factor * territory.LungShuntFraction!.Value) },
        "tumor-ml" => territory with { Tumors = [.. territory.Tumors.Select(tumor => tumor with { VolumeMl = factor * tumor.VolumeMl })] },
        "normal-liver-ml" => territory with { NormalLiverMl = factor * territory.NormalLiverMl },
        _ => territory with { PerfusedMl = factor * territory.PerfusedMl },
    };
}

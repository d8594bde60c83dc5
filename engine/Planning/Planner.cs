using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Planning;

/// <summary>Finds the activity that a model gives and the doses that it delivers.</summary>
public static class Planner
{
    /// <summary>Plans one session with one model.</summary>
    /// <returns>The plan; without activity where the model cannot give one, with the reason in words.</returns>
    /// <exception cref="InvalidInputException">Activities given for some territories only.</exception>
    public static ModelPlan Plan(PlanRequest request, PlanningModel model)
    {
        IReadOnlyList<string> missing = MissingInputs.Of(request, model);
        ModelPlan plan = missing.Count > 0
            ? new() { Model = model, Reason = $"not given: {string.Join(", ", missing)}" }
            : request.IsForward ? Forward(request, model) : Inverse(request, model);
        return plan with { Checks = PlanChecks.For(request, plan) };
    }

    /// <summary>Doses per activity of a territory as a model sees it: from the dose volume for the voxel model, else from compartments.</summary>
    public static DoseCoefficients CoefficientsOf(PlanRequest request, TerritoryInput territory, PlanningModel model) =>
        model == PlanningModel.Voxel && territory.Voxel is { } measured ? measured : CompartmentModel.Coefficients(request, territory);

    private static ModelPlan Forward(PlanRequest request, PlanningModel model)
    {
        if (request.Territories.Any(territory => territory.ActivityGBq is null))
        {
            throw new InvalidInputException("an activity is given for some territories only; give it for all, or for none and give targets");
        }

        TerritoryPlan[] territories = [.. request.Territories.Select(territory => new TerritoryPlan(
            territory.Name,
            territory.ActivityGBq,
            CoefficientsOf(request, territory, model).At(territory.ActivityGBq!.Value),
            "given",
            [new("given", null, territory.ActivityGBq)]))];
        double total = territories.Sum(territory => territory.ActivityGBq!.Value);
        return new()
        {
            Model = model,
            ActivityGBq = total,
            Binding = "given",
            Doses = DoseSummary.Of(request, territories),
            Limits = [new("given", null, total)],
            Territories = territories,
        };
    }

    private static ModelPlan Inverse(PlanRequest request, PlanningModel model)
    {
        var decisions = new List<TerritoryDecision>();
        foreach (TerritoryInput territory in request.Territories)
        {
            TerritoryDecision decision = TerritoryDecision.Make(request, territory, model);
            if (decision.Reason is not null)
            {
                return new() { Model = model, Reason = decision.Reason, Binding = decision.Binding, Limits = decision.Limits };
            }

            decisions.Add(decision);
        }

        return LungCap.Apply(request, model, decisions);
    }
}

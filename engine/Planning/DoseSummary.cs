namespace VoxelDose.Engine.Planning;

/// <summary>Doses of a session over all its territories.</summary>
internal static class DoseSummary
{
    internal static CompartmentDoses Of(PlanRequest request, IReadOnlyList<TerritoryPlan> plans)
    {
        if (plans.Count == 1)
        {
            return plans[0].Doses;
        }

        double? lungGy = 0;
        foreach (TerritoryPlan plan in plans)
        {
            lungGy += plan.Doses.LungGy;
        }

        return new()
        {
            TumorGy = Mean(request, plans, territory => territory.TumorMl, doses => doses.TumorGy),
            NormalLiverGy = Mean(request, plans, territory => territory.NormalLiverMl, doses => doses.NormalLiverGy),
            PerfusedGy = Mean(request, plans, territory => territory.EffectivePerfusedMl, doses => doses.PerfusedGy),
            LungGy = lungGy,
            Tumors = [.. plans.SelectMany(plan => plan.Doses.Tumors)],
        };
    }

    /// <summary>Mean weighted by volume (one density everywhere); null where a dose or volume of a territory that counts is unknown.</summary>
    private static double? Mean(
        PlanRequest request, IReadOnlyList<TerritoryPlan> plans, Func<TerritoryInput, double?> volumeMl, Func<CompartmentDoses, double?> doseGy)
    {
        double? sum = 0;
        double total = 0;
        for (int n = 0; n < plans.Count; n++)
        {
            if (volumeMl(request.Territories[n]) is not { } volume)
            {
                return null;
            }

            if (volume > 0)
            {
                sum += volume * doseGy(plans[n].Doses);
                total += volume;
            }
        }

        return total > 0 ? sum / total : null;
    }
}

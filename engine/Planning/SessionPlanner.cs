namespace VoxelDose.Engine.Planning;

/// <summary>Plans sessions one after the other, each with the lung dose that the earlier ones leave.</summary>
public static class SessionPlanner
{
    private const double HoursPerWeek = 168;

    /// <summary>Plans all sessions with one model.</summary>
    /// <param name="common">What holds for all sessions; its territories are not used, its earlier lung dose is what came before the first.</param>
    /// <param name="sessions">Sessions in their order in time.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="Errors.InvalidInputException">Times that run backwards.</exception>
    public static IReadOnlyList<SessionPlan> Plan(PlanRequest common, IReadOnlyList<TreatmentSession> sessions, PlanningModel model)
    {
        var plans = new List<SessionPlan>();
        var normalMl = new Dictionary<string, double?>();
        double? normalGyMl = 0;
        double? lungGy = common.PreviousLungGy;
        for (int n = 0; n < sessions.Count; n++)
        {
            TreatmentSession session = sessions[n];
            double? hours = n == 0 ? null : (session.At - sessions[n - 1].At)?.TotalHours;
            if (hours <= 0)
            {
                throw new Errors.InvalidInputException($"session '{session.Name}' at {session.At:O} is not after '{sessions[n - 1].Name}' at {sessions[n - 1].At:O}; list sessions in their order");
            }

            ModelPlan plan = Planner.Plan(common with { Territories = session.Territories, PreviousLungGy = lungGy }, model);
            bool isGiven = plan.ActivityGBq is not null;
            lungGy = isGiven ? (n == 0 ? lungGy ?? 0 : lungGy) + plan.Doses.LungGy : lungGy;
            foreach (TerritoryInput territory in session.Territories)
            {
                // A territory that comes again (same name) is the same liver: its dose adds, its mass counts once.
                normalMl[territory.Name] = territory.NormalLiverMl;
                double? meanGy = plan.Territories.FirstOrDefault(other => other.Name == territory.Name)?.Doses.NormalLiverGy;
                normalGyMl += isGiven && territory.NormalLiverMl != 0 ? territory.NormalLiverMl * meanGy : 0;
            }

            double? totalMl = Sum(normalMl.Values);
            plans.Add(new()
            {
                Name = session.Name,
                At = session.At,
                Plan = n == 0 ? plan : plan with { Checks = [.. plan.Checks, IntervalCheck(hours / HoursPerWeek)] },
                CumulativeLungGy = lungGy,
                RemainingLungGy = lungGy is { } sum ? Math.Max(0, PlanningData.Default.Lung.TotalLimitGy - sum) : null,
                CumulativeNormalLiverGy = totalMl > 0 ? normalGyMl / totalMl : null,
                WeeksSincePrevious = hours / HoursPerWeek,
                StillToDeliverLungGy = n == 0 ? 0 : StillToDeliver(common, plans, session.At),
            });
        }

        return plans;
    }

    private static double? Sum(IEnumerable<double?> values) => values.Aggregate((double?)0, (sum, value) => sum + value);

    private static double? StillToDeliver(PlanRequest common, IEnumerable<SessionPlan> earlier, DateTimeOffset? at) =>
        Sum(earlier.Where(plan => plan.Plan.ActivityGBq is not null).Select(plan => plan.Plan.Doses.LungGy / ((at - plan.At) is { } elapsed ? common.Decay.DecayFactor(elapsed.TotalHours) : null)));

    private static PlanCheck IntervalCheck(double? weeks)
    {
        PlanningData.SessionInterval interval = PlanningData.Default.Sessions;
        CheckStatus status = weeks is null ? CheckStatus.NotGiven
            : weeks >= interval.IntervalWeeksLow && weeks <= interval.IntervalWeeksHigh ? CheckStatus.Passed : CheckStatus.Failed;
        return new("session-interval", status, "warning", $"weeks since the session before, {interval.IntervalWeeksLow} to {interval.IntervalWeeksHigh}",
            weeks, weeks > interval.IntervalWeeksHigh ? interval.IntervalWeeksHigh : interval.IntervalWeeksLow, "weeks", interval.Source);
    }
}

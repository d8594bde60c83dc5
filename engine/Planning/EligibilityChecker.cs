namespace VoxelDose.Engine.Planning;

/// <summary>Holds a patient against the criteria; what is missing is 'not given', never passed.</summary>
public static class EligibilityChecker
{
    /// <summary>All criteria in their order.</summary>
    public static IReadOnlyList<PlanCheck> Check(PatientFacts patient) =>
        [.. EligibilityData.Default.Criteria.Select(criterion => Check(criterion, patient))];

    private static PlanCheck Check(EligibilityData.Criterion criterion, PatientFacts patient)
    {
        bool?[] holds = [.. criterion.When.Select(condition => Holds(condition, patient))];

        // One condition that is known not to hold settles it; else a missing one leaves it open.
        bool? fails = holds.Contains(false) ? false : holds.Contains(null) ? null : true;
        string message = criterion.Message;
        if (fails == true && criterion.Unless is { } exception && patient.Answers.GetValueOrDefault(exception))
        {
            fails = false;
            message += $" ({EligibilityData.Default.Facts[exception].Meaning})";
        }

        CheckStatus status = fails switch
        {
            true => criterion.Severity == "info" ? CheckStatus.Passed : CheckStatus.Failed,
            false => CheckStatus.Passed,
            null => CheckStatus.NotGiven,
        };
        string[] missing = [.. criterion.When.Where((_, n) => holds[n] is null).Select(condition => condition.Fact)];
        if (status == CheckStatus.NotGiven)
        {
            message += $": not given ({string.Join(", ", missing)})";
        }

        EligibilityData.Condition first = criterion.When[0];
        double? value = patient.Numbers.TryGetValue(first.Fact, out double number) ? number : null;
        string unit = EligibilityData.Default.Facts[first.Fact].Unit;
        return new(criterion.Code, status, criterion.Severity, message, value, first.Above ?? first.Below, unit.Length > 0 ? unit : null, EligibilityData.Default.Source);
    }

    private static bool? Holds(EligibilityData.Condition condition, PatientFacts patient)
    {
        if (condition.Is is { } expected)
        {
            return patient.Answers.TryGetValue(condition.Fact, out bool answer) ? answer == expected : null;
        }

        if (!patient.Numbers.TryGetValue(condition.Fact, out double value))
        {
            return null;
        }

        return condition.Above is { } above ? value > above : value < condition.Below!.Value;
    }
}

using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Checks;

/// <summary>Holds results against threshold sets: value, limit, source; it informs and recommends nothing.</summary>
public static class ThresholdChecks
{
    /// <summary>Severity of a limit that is kept, or whose value is not known.</summary>
    public const string Info = "info";

    /// <summary>Severity of a limit that is not kept.</summary>
    public const string Warning = "warning";

    /// <summary>Doses of V_x, Gy, that the sets look at.</summary>
    public static IReadOnlyList<double> VxDosesGy(IEnumerable<ThresholdSet> sets) =>
        [.. sets.SelectMany(set => set.Limits).Select(limit => ThresholdQuantities.VxDose(limit.Quantity)).OfType<double>().Distinct().Order()];

    /// <summary>Volumes of D_cc, mL, that the sets look at.</summary>
    public static IReadOnlyList<double> DccVolumesMl(IEnumerable<ThresholdSet> sets) =>
        [.. sets.SelectMany(set => set.Limits).Select(limit => ThresholdQuantities.DccVolume(limit.Quantity)).OfType<double>().Distinct().Order()];

    /// <summary>The checks of one set: a line for each limit and structure that it speaks of.</summary>
    /// <param name="set">The limits.</param>
    /// <param name="structures">Results of all structures.</param>
    /// <param name="numbers">Numbers of the whole case.</param>
    /// <param name="method">Id of the dose method whose numbers are held against limits.</param>
    public static IReadOnlyList<Check> Evaluate(
        ThresholdSet set, IReadOnlyList<StructureResult> structures, DerivedResult numbers, string method)
    {
        var checks = new List<Check>();
        foreach (Threshold limit in set.Limits)
        {
            if (ThresholdQuantities.IsOfCase(limit.Quantity))
            {
                checks.Add(Compare(set, limit, limit.Quantity, ThresholdQuantities.OfWholeCase(limit.Quantity, numbers)));
                continue;
            }

            foreach (StructureResult structure in ThresholdQuantities.Matching(limit.Structure, structures))
            {
                double? value = ThresholdQuantities.OfStructure(limit.Quantity, structure, method);
                string what = limit.Quantity == "volumeMl" ? $"{structure.Name}: volumeMl" : $"{structure.Name}: {limit.Quantity} ({method})";
                checks.Add(Compare(set, limit, what, value));
            }
        }

        return checks;
    }

    private static Check Compare(ThresholdSet set, Threshold limit, string what, double? value)
    {
        (bool kept, string word) = limit.Comparison switch
        {
            ThresholdComparison.AtLeast => (value >= limit.Value, "at least"),
            ThresholdComparison.Above => (value > limit.Value, "above"),
            ThresholdComparison.AtMost => (value <= limit.Value, "at most"),
            _ => (value < limit.Value, "below"),
        };
        string found = value is null ? "is not known" : kept ? $"{value:g4} {limit.Unit} keeps" : $"{value:g4} {limit.Unit} does not keep";
        string message = value is null
            ? $"{what} {found}; limit: {word} {limit.Value:g4} {limit.Unit} ({limit.Disease}; {limit.Device}; {limit.Endpoint})"
            : $"{what} {found} the limit of {word} {limit.Value:g4} {limit.Unit} ({limit.Disease}; {limit.Device}; {limit.Endpoint})";
        return new(limit.Code, value is null || kept ? Info : Warning, message, value, limit.Value, limit.Unit, limit.Source ?? set.Source);
    }
}

using VoxelDose.Engine.Structures;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Batch.Cohort;

/// <summary>Gathers the numbers of a cohort case by case.</summary>
internal sealed class CohortSummaryBuilder
{
    private static readonly string[] CaseNames =
        ["netMBq", "activityInFieldOfViewMBq", "balanceFraction", "lungShuntFraction", "tumorToNormalRatio", "lungDoseGy", "tumorVolumeFraction"];

    private static readonly string[] StructureNames = ["volumeMl", "activityMBq", "meanGy", "d95Gy", "d70Gy", "d50Gy", "bedMeanGy"];
    private readonly Dictionary<string, List<double>> _cases = CaseNames.ToDictionary(name => name, _ => new List<double>());
    private readonly SortedDictionary<(StructureRole Role, bool Derived, string Method), Gathered> _groups = [];
    private readonly SortedDictionary<string, int> _warnings = new(StringComparer.Ordinal);
    private int _withResults;

    internal void Add(IReadOnlyList<CohortRow> rows)
    {
        _withResults++;
        if (rows.Count == 0)
        {
            return;
        }

        foreach (string name in CaseNames)
        {
            Take(_cases[name], name, rows[0]);
        }

        foreach (string code in rows[0].Document.Warnings.Select(warning => warning.Code).Distinct(StringComparer.Ordinal))
        {
            _warnings[code] = _warnings.GetValueOrDefault(code) + 1;
        }

        foreach (CohortRow row in rows.Where(row => row.Structure is not null))
        {
            (StructureRole, bool, string) key = (row.Structure!.Role, row.Structure.Derived, row.Method);
            if (!_groups.TryGetValue(key, out Gathered? group))
            {
                _groups.Add(key, group = new());
            }

            group.Structures++;
            group.Cases += group.LastCase == row.Case ? 0 : 1;
            group.LastCase = row.Case;
            foreach (string name in StructureNames)
            {
                Take(group.Numbers[name], name, row);
            }
        }
    }

    internal CohortSummary Build(int cases, int failed, long rows) => new()
    {
        Cases = cases,
        WithResults = _withResults,
        Failed = failed,
        Rows = rows,
        CaseNumbers = _cases.ToDictionary(pair => pair.Key, pair => CohortStatistics.Of(pair.Value)),
        Groups =
        [
            .. _groups.Select(group => new CohortGroup(
                RoleWord.Of(group.Key.Role), group.Key.Derived, group.Key.Method, group.Value.Cases, group.Value.Structures,
                group.Value.Numbers.ToDictionary(pair => pair.Key, pair => CohortStatistics.Of(pair.Value)))),
        ],
        Warnings = _warnings,
    };

    private static void Take(List<double> values, string name, CohortRow row)
    {
        if (CohortSchema.Columns.Single(column => column.Name == name).Value(row) is double value)
        {
            values.Add(value);
        }
    }

    private sealed class Gathered
    {
        internal int Structures { get; set; }

        internal int Cases { get; set; }

        internal string? LastCase { get; set; }

        internal Dictionary<string, List<double>> Numbers { get; } = StructureNames.ToDictionary(name => name, _ => new List<double>());
    }
}

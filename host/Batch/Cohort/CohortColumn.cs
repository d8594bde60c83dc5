namespace VoxelDose.Host.Batch.Cohort;

/// <summary>A column of the cohort table; every column may be empty.</summary>
/// <param name="Name">Its name, with its unit.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Value">Its value in a row: string, double, long or bool by the type, or null for unknown.</param>
internal sealed record CohortColumn(string Name, CohortColumnType Type, Func<CohortRow, object?> Value)
{
    internal static CohortColumn Text(string name, Func<CohortRow, string?> value) => new(name, CohortColumnType.Text, value);

    internal static CohortColumn Number(string name, Func<CohortRow, double?> value) => new(name, CohortColumnType.Number, row => value(row));

    internal static CohortColumn Whole(string name, Func<CohortRow, long?> value) => new(name, CohortColumnType.Whole, row => value(row));

    internal static CohortColumn Flag(string name, Func<CohortRow, bool?> value) => new(name, CohortColumnType.Flag, row => value(row));
}

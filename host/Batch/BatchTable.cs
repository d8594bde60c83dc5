using System.Globalization;
using Spectre.Console;
using VoxelDose.Host.Batch.Cohort;

namespace VoxelDose.Host.Batch;

/// <summary>The cohort for people at a terminal: mean absorbed dose of structures by role and method.</summary>
internal static class BatchTable
{
    internal static Table Of(CohortSummary summary)
    {
        Table table = new Table { Border = TableBorder.Simple, Title = new TableTitle("mean absorbed dose of structures, Gy") }
            .AddColumn(new TableColumn("role").NoWrap()).AddColumn(new TableColumn("method").NoWrap());
        foreach (string title in new[] { "n", "mean", "sd", "median", "quartiles" })
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (CohortGroup group in summary.Groups)
        {
            CohortStatistics dose = group.Numbers["meanGy"];
            table.AddRow(
                group.Role + (group.Derived ? " (derived)" : string.Empty), group.Method, dose.N.ToString(CultureInfo.InvariantCulture),
                Number(dose.Mean), Number(dose.Sd), Number(dose.Median), $"{Number(dose.Q1)} - {Number(dose.Q3)}");
        }

        return table;
    }

    private static string Number(double? value) => value is { } v ? v.ToString(Math.Abs(v) >= 100 ? "0" : Math.Abs(v) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) : "-";
}

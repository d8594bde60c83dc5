using System.Globalization;
using Spectre.Console;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cli;

/// <summary>The short form of a result for people at a terminal: a row for each structure and method.</summary>
internal static class ResultTable
{
    private static readonly (string Title, Func<DoseStatistics, double?> Value)[] Columns =
    [
        ("mean", d => d.MeanGy),
        ("D95", d => d.D95Gy),
        ("D70", d => d.D70Gy),
        ("D50", d => d.D50Gy),
        ("BED", d => d.BedMeanGy),
    ];

    internal static Table Of(ResultsDocument document)
    {
        Table table = new Table { Border = TableBorder.Simple, Title = new TableTitle("absorbed dose and mean BED, Gy") }
            .AddColumn(new TableColumn("structure").NoWrap()).AddColumn(Right("mL")).AddColumn(new TableColumn("method").NoWrap());
        foreach ((string title, _) in Columns)
        {
            table.AddColumn(Right(title));
        }

        foreach (StructureResult structure in document.Structures)
        {
            bool first = true;
            foreach ((string method, DoseStatistics dose) in structure.Dose)
            {
                string[] who = first ? [structure.Name, Number(structure.VolumeMl)] : [string.Empty, string.Empty];
                table.AddRow([.. who.Select(Markup.Escape), method, .. Columns.Select(column => Number(column.Value(dose)))]);
                first = false;
            }
        }

        return table;
    }

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned().NoWrap();

    /// <summary>Four digits, without an exponent; "-" is not known.</summary>
    private static string Number(double? value) => value is not { } v ? "-" : Math.Abs(v) switch
    {
        >= 100 => v.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => v.ToString("0.0", CultureInfo.InvariantCulture),
        _ => v.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

using CsvHelper;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Host.Reports;

/// <summary>dvh.csv: the cumulative curves, a row for each point; dvh-differential.csv: share of the volume per Gy from each dose to the next.</summary>
internal static class DvhCsv
{
    internal static void Write(TextWriter target, IReadOnlyList<DvhCurve> curves) => Write(target, curves, "volumeFraction");

    internal static void WriteDifferential(TextWriter target, IReadOnlyList<DvhCurve> curves) =>
        Write(target, [.. curves.Select(CumulativeDvh.Differential)], "volumeFractionPerGy");

    private static void Write(TextWriter target, IReadOnlyList<DvhCurve> curves, string last)
    {
        using CsvWriter csv = TableRow.To(target);
        TableRow.Write(csv, ["structure", "method", "doseGy", last]);
        foreach (DvhCurve curve in curves)
        {
            for (int i = 0; i < curve.DoseGy.Count; i++)
            {
                TableRow.Write(csv, [curve.Structure, curve.Method, curve.DoseGy[i], curve.VolumeFraction[i]]);
            }
        }
    }
}

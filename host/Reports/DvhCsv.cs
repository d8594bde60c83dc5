using System.Globalization;
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
        using var csv = CsvWriter.Create(target, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (string name in (ReadOnlySpan<string>)["structure", "method", "doseGy", last])
        {
            csv.WriteField(name);
        }

        csv.EndRecord();
        foreach (DvhCurve curve in curves)
        {
            for (int i = 0; i < curve.DoseGy.Count; i++)
            {
                csv.WriteField(curve.Structure);
                csv.WriteField(curve.Method);
                csv.WriteField(curve.DoseGy[i].ToString(CultureInfo.InvariantCulture));
                csv.WriteField(curve.VolumeFraction[i].ToString(CultureInfo.InvariantCulture));
                csv.EndRecord();
            }
        }
    }
}

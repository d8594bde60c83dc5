using System.Globalization;
using CsvHelper;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports;

/// <summary>dvh-band.csv: low, median and high of each curve's band, a row for each point.</summary>
internal static class DvhBandCsv
{
    internal static void Write(TextWriter target, DvhBands bands)
    {
        using var csv = CsvWriter.Create(target, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (string name in (ReadOnlySpan<string>)["structure", "method", "doseGy", "volumeFractionLow", "volumeFractionMedian", "volumeFractionHigh"])
        {
            csv.WriteField(name);
        }

        csv.EndRecord();
        foreach (DvhBandCurve band in bands.Curves)
        {
            for (int i = 0; i < band.DoseGy.Count; i++)
            {
                csv.WriteField(band.Structure);
                csv.WriteField(band.Method);
                foreach (double value in (ReadOnlySpan<double>)[band.DoseGy[i], band.Low[i], band.Median[i], band.High[i]])
                {
                    csv.WriteField(value.ToString(CultureInfo.InvariantCulture));
                }

                csv.EndRecord();
            }
        }
    }
}

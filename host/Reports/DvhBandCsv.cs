using CsvHelper;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports;

/// <summary>dvh-band.csv: low, median and high of each curve's band, a row for each point.</summary>
internal static class DvhBandCsv
{
    internal static void Write(TextWriter target, DvhBands bands)
    {
        using CsvWriter csv = TableRow.To(target);
        TableRow.Write(csv, ["structure", "method", "doseGy", "volumeFractionLow", "volumeFractionMedian", "volumeFractionHigh"]);
        foreach (DvhBandCurve band in bands.Curves)
        {
            for (int i = 0; i < band.DoseGy.Count; i++)
            {
                TableRow.Write(csv, [band.Structure, band.Method, band.DoseGy[i], band.Low[i], band.Median[i], band.High[i]]);
            }
        }
    }
}

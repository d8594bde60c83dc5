using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Comparison;

/// <summary>Writes the files of a comparison.</summary>
internal static class ComparisonFiles
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly (string Name, Func<DoseStatistics, double?> Value)[] DoseColumns =
    [
        ("MeanGy", d => d.MeanGy), ("SdGy", d => d.SdGy), ("D95Gy", d => d.D95Gy), ("D70Gy", d => d.D70Gy), ("D50Gy", d => d.D50Gy), ("BedMeanGy", d => d.BedMeanGy),
    ];

    internal static void WriteJson(Stream target, ComparisonDocument document)
    {
        JsonSerializer.Serialize(target, document, Options);
        target.WriteByte((byte)'\n');
    }

    internal static void WriteAll(OutputFolder folder, ComparisonDocument document, ComparisonResult result, bool isLocal)
    {
        using (FileStream json = File.Create(folder.PathOf("comparison.json")))
        {
            WriteJson(json, document);
        }

        using (StreamWriter csv = File.CreateText(folder.PathOf("comparison.csv")))
        {
            WriteCsv(csv, document.Structures);
        }

        GammaResult gamma = isLocal ? result.Plain.LocalGamma : result.Plain.GlobalGamma;
        VolumeFile.Write(folder.PathOf("gamma.nii.gz"), gamma.Map, "gamma", "1");
        VolumeFile.Write(folder.PathOf("difference.nii.gz"), Difference(result), "delivered minus predicted dose", "Gy");
        using StreamWriter page = File.CreateText(folder.PathOf("report.html"));
        ComparisonPage.Write(page, document, result);
    }

    internal static Volume Difference(ComparisonResult result)
    {
        float[] values = new float[result.DeliveredGy.Values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = result.DeliveredGy.Values[n] - result.PredictedGy.Values[n];
        }

        return new(result.DeliveredGy.Grid, values);
    }

    private static void WriteCsv(TextWriter target, IReadOnlyList<StructureInfo> structures)
    {
        using CsvWriter csv = TableRow.To(target);
        string[] columns =
        [
            "structure", "role", "derived", "volumeMl", .. DoseColumns.Select(column => "predicted" + column.Name), .. DoseColumns.Select(column => "delivered" + column.Name),
            "differenceGy", "ratio", "gammaPassFraction", "linsCcc", "pearson", "spearman",
        ];
        TableRow.Write(csv, columns);
        foreach (StructureInfo structure in structures)
        {
            TableRow.Write(csv,
            [
                structure.Name, structure.Role, structure.Derived, structure.VolumeMl,
                .. DoseColumns.Select(column => (object?)column.Value(structure.Predicted)), .. DoseColumns.Select(column => (object?)column.Value(structure.Delivered)),
                structure.DifferenceGy, structure.Ratio, structure.GammaPassFraction, structure.LinsCcc, structure.Pearson, structure.Spearman,
            ]);
        }
    }
}

using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Uncertainty;

namespace VoxelDose.Host.Io;

/// <summary>Recovery coefficients as CSV: diameterMm, coefficient and, optionally, its relative uncertainty; a header line may precede.</summary>
internal static class RecoveryFile
{
    private const int MaxBytes = 1 << 20;

    internal static RecoveryCurve Read(string path)
    {
        string[] lines = InputFile.ReadText(path, MaxBytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var points = new List<RecoveryPoint>();
        for (int n = 0; n < lines.Length; n++)
        {
            double?[] numbers = Array.ConvertAll(lines[n].Split(','), Number);
            if (numbers is [{ } diameter, { } coefficient])
            {
                points.Add(new(diameter, coefficient, 0));
            }
            else if (numbers is [{ } d, { } c, { } uncertainty])
            {
                points.Add(new(d, c, uncertainty));
            }
            else if (n > 0)
            {
                throw new InvalidInputException($"{path}, line {n + 1}: found '{lines[n]}', expected diameterMm,coefficient[,relativeUncertainty]");
            }
        }

        try
        {
            return new(points, $"recovery curve of {Path.GetFileName(path)}, {points.Count} sizes");
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}", e);
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}

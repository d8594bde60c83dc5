using System.Globalization;

namespace VoxelDose.Host.Reports;

/// <summary>Numbers as people read them; files carry all digits.</summary>
internal static class Figures
{
    internal const string Unknown = "–";

    /// <summary>Three significant digits below 100, no more than tenths above.</summary>
    internal static string Of(double? value)
    {
        if (value is not { } number)
        {
            return Unknown;
        }

        if (number == 0)
        {
            return "0";
        }

        double size = Math.Abs(number);
        int decimals = size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : -1;
        return decimals >= 0
            ? number.ToString("F" + decimals, CultureInfo.InvariantCulture)
            : number.ToString("G3", CultureInfo.InvariantCulture);
    }

    internal static string Percent(double? fraction) => fraction is { } f ? (Math.Round(100 * f, 1) + 0.0).ToString("F1", CultureInfo.InvariantCulture) : Unknown; // no "-0.0"
}

namespace VoxelDose.Host.Reports;

/// <summary>Colours of structures, after Okabe and Ito (2008) for colour-blind readers, darkened for white and lightened for dark ground.</summary>
internal static class ReportPalette
{
    private static readonly string[] OnWhite = ["#0072b2", "#d55e00", "#007a5a", "#b3478c", "#2f8fc4", "#a97800", "#5b4bb5", "#6b6b6b"];

    private static readonly string[] OnDark = ["#56b4e9", "#ff8c42", "#2fc49a", "#e58cc5", "#9ad6f5", "#f0c419", "#a99cf0", "#b5b5b5"];

    /// <summary>Colours before they come round.</summary>
    internal static int Count => OnWhite.Length;

    /// <summary>Colour of the structure at a place in the list, on white.</summary>
    internal static string Of(int structure) => OnWhite[structure % OnWhite.Length];

    /// <summary>The same as custom properties --c0, --c1, ... of a style sheet.</summary>
    internal static string Css() =>
        $":root {{ {Properties(OnWhite)} }}\n:root[data-theme=\"dark\"] {{ {Properties(OnDark)} }}\n";

    private static string Properties(string[] colors) => string.Join(' ', colors.Select((color, i) => $"--c{i}: {color};"));
}

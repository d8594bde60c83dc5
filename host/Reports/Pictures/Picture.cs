namespace VoxelDose.Host.Reports.Pictures;

/// <summary>A volume laid on the pictures' grid, with the window to show it in.</summary>
internal sealed record Picture(string Id, string Label, string Unit, float[] Values, double WindowLow, double WindowHigh);

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>Round numbers along an axis.</summary>
internal static class AxisTicks
{
    internal static IReadOnlyList<double> Between(double low, double high, int about)
    {
        double rough = (high - low) / about;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new[] { 1, 2, 5, 10 }.Select(m => m * power).First(s => s >= rough * 0.999);
        int first = (int)Math.Ceiling((low / step) - 1e-9);
        int last = (int)Math.Floor((high / step) + 1e-9);
        return [.. Enumerable.Range(first, last - first + 1).Select(i => i * step)];
    }
}

using System.Globalization;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Cli;

/// <summary>Voxel spacings on the command line: 4.07x4.07x3, in mm along x, y, z; one number means a cube.</summary>
internal static class SpacingText
{
    internal static Vec3 Parse(string option, string text)
    {
        string[] parts = text.Split('x', 'X');
        double[] values = new double[parts.Length];
        for (int n = 0; n < parts.Length; n++)
        {
            if (!double.TryParse(parts[n], NumberStyles.Float, CultureInfo.InvariantCulture, out values[n]) ||
                !double.IsFinite(values[n]) || values[n] <= 0)
            {
                throw Wrong(option, text);
            }
        }

        return values.Length switch
        {
            1 => new(values[0], values[0], values[0]),
            3 => new(values[0], values[1], values[2]),
            _ => throw Wrong(option, text),
        };
    }

    private static UsageException Wrong(string option, string text) =>
        new($"{option} {text}: expected three spacings above 0 in mm, as in 4.07x4.07x3, or one for a cube");
}

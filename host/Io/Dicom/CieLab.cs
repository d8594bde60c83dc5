using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Display colours of segments: CIE L*a*b* (D50) in 16 bits a channel (PS3.3, C.10.7.1.1), as sRGB and back.</summary>
internal static class CieLab
{
    private static readonly double[] WhiteD50 = [0.9642, 1, 0.8249];

    // sRGB to XYZ adapted to D50 (Bradford), and its inverse (B. Lindbloom).
    private static readonly double[,] ToXyz = { { 0.4360747, 0.3850649, 0.1430804 }, { 0.2225045, 0.7168786, 0.0606169 }, { 0.0139322, 0.0971045, 0.7141733 } };
    private static readonly double[,] ToRgb = { { 3.1338561, -1.6168667, -0.4906146 }, { -0.9787684, 1.9161415, 0.0334540 }, { 0.0719453, -0.2289914, 1.4052427 } };

    /// <summary>The colour of a segment, or null where it names none.</summary>
    internal static Rgb? ReadColor(DicomDataset segment)
    {
        if (!segment.TryGetValues(DicomTag.RecommendedDisplayCIELabValue, out int[]? lab) || lab.Length != 3)
        {
            return null;
        }

        double f = ((lab[0] * 100.0 / ushort.MaxValue) + 16) / 116;
        double[] xyz = [Cube(f + (Channel(lab[1]) / 500)), Cube(f), Cube(f - (Channel(lab[2]) / 200))];
        double[] linear = Multiply(ToRgb, [xyz[0] * WhiteD50[0], xyz[1] * WhiteD50[1], xyz[2] * WhiteD50[2]]);
        return new(Encode(linear[0]), Encode(linear[1]), Encode(linear[2]));
    }

    /// <summary>The three numbers of a colour.</summary>
    internal static double[] FromRgb(Rgb color)
    {
        double[] xyz = Multiply(ToXyz, [Decode(color.R), Decode(color.G), Decode(color.B)]);
        double[] f = [Root(xyz[0] / WhiteD50[0]), Root(xyz[1] / WhiteD50[1]), Root(xyz[2] / WhiteD50[2])];
        return
        [
            Math.Clamp(Math.Round(((116 * f[1]) - 16) / 100 * ushort.MaxValue), 0, ushort.MaxValue),
            Math.Clamp(Math.Round(((500 * (f[0] - f[1])) + 128) * 257), 0, ushort.MaxValue),
            Math.Clamp(Math.Round(((200 * (f[1] - f[2])) + 128) * 257), 0, ushort.MaxValue),
        ];
    }

    private static double Channel(int value) => (value / 257.0) - 128;

    private static double Cube(double f) => f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - (4.0 / 29));

    private static double Root(double t) => t > Math.Pow(6.0 / 29, 3) ? Math.Cbrt(t) : (t / (3 * (6.0 / 29) * (6.0 / 29))) + (4.0 / 29);

    private static byte Encode(double linear)
    {
        double value = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
        return (byte)Math.Clamp(Math.Round(255 * value), 0, 255);
    }

    private static double Decode(byte channel)
    {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static double[] Multiply(double[,] m, double[] v) =>
        [.. Enumerable.Range(0, 3).Select(row => (m[row, 0] * v[0]) + (m[row, 1] * v[1]) + (m[row, 2] * v[2]))];
}

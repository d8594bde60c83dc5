namespace VoxelDose.Host.Reports.Pictures;

/// <summary>
/// Perceptually uniform maps that colour-blind people can read: matplotlib's viridis and inferno (S. van der Walt, N. Smith; CC0) as the sixth-degree
/// polynomials of M. Zucker (CC0, shadertoy.com/view/WlfXRN), within 3 % of the originals.
/// </summary>
internal sealed class ColorMap
{
    private readonly byte[] _table;

    private ColorMap(string name, double[][] coefficients)
    {
        Name = name;
        _table = new byte[3 * 256];
        for (int i = 0; i < 256; i++)
        {
            double t = i / 255.0;
            for (int channel = 0; channel < 3; channel++)
            {
                double sum = 0;
                for (int power = coefficients.Length - 1; power >= 0; power--)
                {
                    sum = (sum * t) + coefficients[power][channel];
                }

                _table[(3 * i) + channel] = (byte)Math.Round(255 * Math.Clamp(sum, 0, 1));
            }
        }
    }

    internal static ColorMap Viridis { get; } = new("viridis",
    [
        [0.2777273272234177, 0.005407344544966578, 0.3340998053353061],
        [0.1050930431085774, 1.404613529898575, 1.384590162594685],
        [-0.3308618287255563, 0.214847559468213, 0.09509516302823659],
        [-4.634230498983486, -5.799100973351585, -19.33244095627987],
        [6.228269936347081, 14.17993336680509, 56.69055260068105],
        [4.776384997670288, -13.74514537774601, -65.35303263337234],
        [-5.435455855934631, 4.645852612178535, 26.3124352495832],
    ]);

    internal static ColorMap Inferno { get; } = new("inferno",
    [
        [0.0002189403691192265, 0.001651004631001012, -0.01948089843709184],
        [0.1065134194856116, 0.5639564367884091, 3.932712388889277],
        [11.60249308247187, -3.972853965665698, -15.9423941062914],
        [-41.70399613139459, 17.43639888205313, 44.35414519872813],
        [77.162935699427, -33.40235894210092, -81.80730925738993],
        [-71.31942824499214, 32.62606426397723, 73.20951985803202],
        [25.13112622477341, -12.24266895238567, -23.07032500287172],
    ]);

    internal string Name { get; }

    /// <summary>Red, green, blue of 256 steps.</summary>
    internal ReadOnlySpan<byte> Table => _table;

    /// <summary>Colour at a share of the scale; beyond its ends the end colour.</summary>
    internal (byte R, byte G, byte B) At(double share)
    {
        int i = 3 * (int)Math.Round(255 * Math.Clamp(share, 0, 1));
        return (_table[i], _table[i + 1], _table[i + 2]);
    }
}

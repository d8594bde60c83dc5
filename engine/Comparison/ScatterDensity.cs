namespace VoxelDose.Engine.Comparison;

/// <summary>Number of points by predicted and delivered dose, in equal bins from 0; negative doses count in the first bin.</summary>
/// <param name="BinGy">Width of a bin on both axes.</param>
/// <param name="Bins">Bins on each axis.</param>
/// <param name="Counts">Counts, predicted fastest.</param>
public sealed record ScatterDensity(double BinGy, int Bins, long[] Counts)
{
    private const int BinsPerAxis = 64;

    /// <summary>Counts the pairs.</summary>
    public static ScatterDensity Of(PairedDoses pairs)
    {
        double max = pairs.Count == 0 ? 0 : Math.Max(pairs.PredictedGy.Max(), pairs.DeliveredGy.Max());
        double bin = max > 0 ? max / BinsPerAxis : 1;
        long[] counts = new long[BinsPerAxis * BinsPerAxis];
        for (int n = 0; n < pairs.Count; n++)
        {
            int p = Math.Clamp((int)(pairs.PredictedGy[n] / bin), 0, BinsPerAxis - 1);
            int d = Math.Clamp((int)(pairs.DeliveredGy[n] / bin), 0, BinsPerAxis - 1);
            counts[p + (BinsPerAxis * d)]++;
        }

        return new(bin, BinsPerAxis, counts);
    }
}

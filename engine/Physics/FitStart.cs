namespace VoxelDose.Engine.Physics;

/// <summary>Where a separable fit begins: a Gaussian for each term.</summary>
/// <param name="Gaussians">Standard deviation, mm of water, and share of the energy of each term; a negative one takes away.</param>
/// <param name="Floor">Entries far below this share of the self value count by their absolute, others by their relative deviation.</param>
internal sealed record FitStart(IReadOnlyList<(double SigmaMm, double Energy)> Gaussians, double Floor)
{
    /// <summary>Widths spread evenly on a log scale, with the energy shared evenly.</summary>
    /// <param name="terms">Number of terms.</param>
    /// <param name="narrowestMm">Standard deviation of the narrowest Gaussian, mm of water.</param>
    /// <param name="widestMm">Standard deviation of the widest Gaussian, mm of water.</param>
    /// <param name="floor">The floor.</param>
    internal static FitStart Spread(int terms, double narrowestMm, double widestMm, double floor) => new(
        [.. Enumerable.Range(0, terms).Select(term =>
        {
            double share = terms == 1 ? 0.5 : term / (terms - 1.0);
            return (narrowestMm * Math.Pow(widestMm / narrowestMm, share), 1.0 / terms);
        })],
        floor);
}

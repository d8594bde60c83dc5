using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Uncertainty;

/// <summary>
/// How far a cumulative DVH moves within the uncertainty of a budget: random draws shift the surface of the structure along its normal and scale
/// the dose by the other parts. The same seed gives the same band.
/// </summary>
public static class DvhBand
{
    /// <summary>Draws unless another number is asked for.</summary>
    public const int DefaultDraws = 1000;

    /// <summary>Share of the draws within the band.</summary>
    public const double Probability = 0.95;

    private const int Levels = 64;
    private const int DoseBins = 2048;

    /// <summary>Standard deviations of the surface that the draws may reach.</summary>
    private const double MostDeviations = 3;

    /// <summary>Points of a band's curve.</summary>
    private const int MostPoints = 64;

    /// <summary>Bands of all structures and methods that have a budget.</summary>
    /// <param name="structures">The structures.</param>
    /// <param name="images">The doses, and what is assumed of the chain.</param>
    /// <param name="analyses">What was found of each structure, in the same order.</param>
    /// <param name="seed">Seed of the draws; each band takes the same draws.</param>
    public static DvhBands OfAll(IReadOnlyList<Structure> structures, DoseImages images, IReadOnlyList<StructureAnalysis> analyses, int seed)
    {
        var wanted = new List<(Structure Structure, float[] DoseGy, DvhCurve Curve, IReadOnlyList<UncertaintyPart> Parts)>();
        foreach ((Structure structure, StructureAnalysis analysis) in structures.Zip(analyses))
        {
            foreach (DvhCurve curve in analysis.Dvh)
            {
                if (analysis.Result.Dose[curve.Method].MeanUncertaintyParts is { } parts)
                {
                    wanted.Add((structure, images.DosesGy.First(dose => dose.Key == curve.Method).Value, Thinned(curve), parts));
                }
            }
        }

        var bands = new DvhBandCurve[wanted.Count];
        Parallel.For(0, bands.Length, n =>
        {
            (Structure structure, float[] dose, DvhCurve curve, IReadOnlyList<UncertaintyPart> parts) = wanted[n];
            (DvhCurve low, DvhCurve median, DvhCurve high) = Compute(structure, images.Grid, dose, parts, images.Uncertainty!, curve, seed);
            bands[n] = new(curve.Structure, curve.Method, curve.DoseGy, low.VolumeFraction, median.VolumeFraction, high.VolumeFraction);
        });
        return new(seed, DefaultDraws, Probability, bands);
    }

    /// <summary>Band of one dose volume.</summary>
    /// <param name="structure">The structure, seen from the frame of the image; not empty.</param>
    /// <param name="image">Grid of the dose.</param>
    /// <param name="doseGy">The dose, Gy.</param>
    /// <param name="parts">Budget of the mean of that dose.</param>
    /// <param name="assumptions">The assumptions that the budget was made of.</param>
    /// <param name="curve">The curve whose doses the band is wanted at.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="draws">Number of draws.</param>
    /// <returns>Curves of the 2.5th, 50th and 97.5th percentile of the volume fraction.</returns>
    public static (DvhCurve Low, DvhCurve Median, DvhCurve High) Compute(
        Structure structure, VoxelGrid image, float[] doseGy, IReadOnlyList<UncertaintyPart> parts, UncertaintyAssumptions assumptions, DvhCurve curve, int seed, int draws = DefaultDraws)
    {
        double shiftSdMm = VolumeGeometry.Of(structure, image).DiameterUncertaintyMm(assumptions.DelineationFwhmMm) / 2;
        double reachMm = MostDeviations * shiftSdMm;
        double logSd = Math.Sqrt(parts.Where(part => part.Name is not "volume")
            .Sum(part => Math.Pow(UncertaintyBudget.LogSd(part.RelativeUncertainty) * part.Sensitivity, 2)));
        double topGy = curve.DoseGy.Count > 0 ? curve.DoseGy[^1] : 1;
        double[][] volumes = ByLevel(structure, image, doseGy, reachMm, topGy);

        var random = new Random(seed);
        double[][] fractions = [.. Enumerable.Range(0, draws).Select(_ =>
        {
            double shift = Math.Clamp(shiftSdMm * Normal(random), -reachMm, reachMm);
            double scale = Math.Exp(logSd * Normal(random));
            int level = (int)Math.Round((shift + reachMm) / (2 * reachMm) * Levels);
            double[] above = volumes[level];
            return curve.DoseGy.Select(dose => above[0] > 0 ? Read(above, dose / scale / topGy) / above[0] : double.NaN).ToArray();
        })];
        return (At((1 - Probability) / 2), At(0.5), At((1 + Probability) / 2));

        DvhCurve At(double share) => curve with
        {
            VolumeFraction = [.. Enumerable.Range(0, curve.DoseGy.Count).Select(n => Percentile(fractions, n, share))],
        };
    }

    private static DvhCurve Thinned(DvhCurve curve)
    {
        int stride = Math.Max(1, (curve.DoseGy.Count + MostPoints - 1) / MostPoints);
        int[] kept = [.. Enumerable.Range(0, curve.DoseGy.Count).Where(n => n % stride == 0 || n == curve.DoseGy.Count - 1)];
        return curve with { DoseGy = [.. kept.Select(n => curve.DoseGy[n])], VolumeFraction = [.. kept.Select(n => curve.VolumeFraction[n])] };
    }

    /// <summary>For each shift of the surface, the weight at or above each of equally spaced doses; the first entry is the whole weight.</summary>
    private static double[][] ByLevel(Structure structure, VoxelGrid image, float[] doseGy, double reachMm, double topGy)
    {
        var field = CoverageField.Of(structure);
        IndexBox box = DistanceField.Grow(field.Box, structure.Grid, reachMm);
        float[] distances = DistanceField.SignedMm(field, box);
        AffineTransform toImage = image.PointToIndex.After(structure.Grid.IndexToPoint);
        var lattice = new ImageLattice(image.Size);
        double[][] volumes = [.. Enumerable.Range(0, Levels + 1).Select(_ => new double[DoseBins + 1])];
        for (int z = 0, n = 0; z < box.SizeZ; z++)
        {
            for (int y = 0; y < box.SizeY; y++)
            {
                for (int x = 0; x < box.SizeX; x++, n++)
                {
                    // A voxel belongs to all regions whose surface lies beyond it.
                    int level = Math.Max(0, (int)Math.Ceiling((distances[n] + reachMm) / (2 * reachMm) * Levels));
                    if (level <= Levels && lattice.TryLocate(toImage.Apply(new(box.X + x, box.Y + y, box.Z + z)), out LatticePoint point))
                    {
                        volumes[level][(int)Math.Clamp(point.Of(doseGy) / topGy * DoseBins, 0, DoseBins)]++;
                    }
                }
            }
        }

        for (int level = 0; level <= Levels; level++)
        {
            for (int bin = DoseBins - 1; bin >= 0; bin--)
            {
                volumes[level][bin] += volumes[level][bin + 1];
            }

            for (int bin = 0; bin <= DoseBins && level > 0; bin++)
            {
                volumes[level][bin] += volumes[level - 1][bin];
            }
        }

        return volumes;
    }

    private static double Read(double[] above, double share)
    {
        double position = share * DoseBins;
        if (!(position < DoseBins))
        {
            return 0;
        }

        int bin = (int)position;
        return above[bin] + ((position - bin) * (above[bin + 1] - above[bin]));
    }

    private static double Percentile(double[][] fractions, int column, double share)
    {
        double[] values = [.. fractions.Select(row => row[column]).Where(double.IsFinite).Order()];
        return values.Length == 0 ? 0 : values[(int)Math.Clamp(Math.Round(share * (values.Length - 1)), 0, values.Length - 1)];
    }

    /// <summary>A standard normal deviate (Box and Muller 1958, DOI 10.1214/aoms/1177706645).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

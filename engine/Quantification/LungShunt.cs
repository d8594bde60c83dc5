using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Quantification;

/// <summary>The lung shunt fraction from counts: lung over lung and liver (docs/physics.md).</summary>
public static class LungShunt
{
    /// <summary>Share of the smaller structure that two may have in common: drawn borders cross a little.</summary>
    private const double CommonShare = 0.01;

    private const double WhollyCovered = 0.999;

    /// <summary>From an anterior and a posterior planar image: geometric means, which take the depth of the source out to first order.</summary>
    /// <param name="lung">Counts in both lungs, anterior and posterior, above background.</param>
    /// <param name="liver">Counts in the liver, anterior and posterior, above background.</param>
    /// <returns>A fraction from 0 to below 1.</returns>
    /// <exception cref="InvalidInputException">A count is negative or not finite, or the liver has none.</exception>
    public static double FromPlanarCounts((double Anterior, double Posterior) lung, (double Anterior, double Posterior) liver)
    {
        foreach ((string region, double counts) in new[] { ("lung", lung.Anterior), ("lung", lung.Posterior), ("liver", liver.Anterior), ("liver", liver.Posterior) })
        {
            bool ok = double.IsFinite(counts) && (region == "liver" ? counts > 0 : counts >= 0);
            if (!ok)
            {
                throw new InvalidInputException($"planar counts: {region} has {counts}; expected {(region == "liver" ? "counts above 0" : "0 counts or more")}");
            }
        }

        double inLung = Math.Sqrt(lung.Anterior) * Math.Sqrt(lung.Posterior);
        double inLiver = Math.Sqrt(liver.Anterior) * Math.Sqrt(liver.Posterior);
        return inLung / (inLung + inLiver);
    }

    /// <summary>From a tomographic image and its structures with the roles liver and lung.</summary>
    /// <param name="image">Values proportional to activity concentration.</param>
    /// <param name="structures">Structures seen from the image's frame.</param>
    /// <param name="warnings">Takes what a reader has to know.</param>
    /// <exception cref="InvalidInputException">Lungs or the one liver are not there, overlap, or hold no counts.</exception>
    public static double FromImage(Volume image, IReadOnlyList<Structure> structures, ICollection<Warning> warnings)
    {
        Structure[] lungs = [.. structures.Where(s => s is { Role: StructureRole.Lung, IsDerived: false })];
        Structure[] livers = [.. structures.Where(s => s is { Role: StructureRole.Liver, IsDerived: false })];
        if (lungs.Length == 0 || livers.Length != 1)
        {
            throw new InvalidInputException(
                $"the lung shunt is measured on the lungs and one liver; found {lungs.Length} structure(s) with the role lung and {livers.Length} with the role liver: " +
                "give --role, or the fraction with --lung-shunt");
        }

        RequireApart([livers[0], .. lungs], image.Grid);
        double inLiver = ActivityQuantifier.RegionSum(livers[0], image);
        double inLung = lungs.Sum(lung => ActivityQuantifier.RegionSum(lung, image));
        if (!(inLiver > 0) || inLung < 0)
        {
            throw new InvalidInputException($"the lung shunt cannot be measured: the image sums to {inLung:g4} in the lungs and {inLiver:g4} in the liver; give --lung-shunt");
        }

        foreach (Structure part in new[] { livers[0] }.Concat(lungs))
        {
            double covered = StructureSampler.Sample(part, image.Grid, []).CoveredFraction;
            if (covered < WhollyCovered)
            {
                warnings.Add(new("lung-shunt-clipped",
                    $"the image covers {covered:P1} of '{part.Name}'; counts beyond it are missing in the lung shunt fraction, which is too {(part.Role == StructureRole.Lung ? "low" : "high")}"));
            }
        }

        return inLung / (inLung + inLiver);
    }

    private static int Voxels(CoverageField field) => field.Values.Count(value => value >= 0.5f);

    private static void RequireApart(Structure[] parts, VoxelGrid grid)
    {
        CoverageField[] fields = [.. parts.Select(part => CoverageField.Of(part).Onto(grid))];
        for (int i = 0; i < parts.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                CoverageField both = fields[i].Within(fields[i].Box);
                both.Combine(fields[j], (a, b) => a >= 0.5f && b >= 0.5f ? 1 : 0);
                double share = both.Values.Sum() / Math.Max(1, Math.Min(Voxels(fields[i]), Voxels(fields[j])));
                if (share > CommonShare)
                {
                    throw new InvalidInputException(
                        $"'{parts[j].Name}' and '{parts[i].Name}' share {share:P1} of the voxels of the smaller one; their counts would enter the lung shunt twice: " +
                        "draw them apart, give one of them another --role, or give the fraction with --lung-shunt");
                }
            }
        }
    }
}

using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>Looks for activity outside liver and lungs.</summary>
public static class HotSpots
{
    /// <summary>Code of the warning.</summary>
    public const string Code = "extrahepatic-hot-spot";

    /// <summary>
    /// Finds connected regions (26 neighbours) of voxels that lie far enough from every liver, tumour, perfused and lung structure and hold enough
    /// activity. Without a liver nothing can be said, and nothing is found.
    /// </summary>
    /// <param name="structures">The structures, seen from the frame of the image.</param>
    /// <param name="image">Grid of activity and dose.</param>
    /// <param name="activityBqPerMl">Activity concentration, Bq/mL.</param>
    /// <param name="doseGy">Dose, Gy.</param>
    /// <param name="criteria">What counts.</param>
    /// <returns>The regions, the one with most activity first.</returns>
    public static IReadOnlyList<HotSpot> Find(
        IReadOnlyList<Structure> structures, VoxelGrid image, float[] activityBqPerMl, float[] doseGy, HotSpotCriteria criteria)
    {
        Structure? liver = structures.FirstOrDefault(s => s.Role == StructureRole.Liver && s.VoxelCount > 0);
        if (liver is null)
        {
            return [];
        }

        double? liverMean;
        using (StructureSamples samples = StructureSampler.Sample(liver, image, [activityBqPerMl]))
        {
            liverMean = samples.Mean(0);
        }

        if (!(liverMean > 0))
        {
            return [];
        }

        var candidates = new HotSpotCandidates(image, activityBqPerMl, (float)(criteria.MinimumRelativeConcentration * liverMean.Value));
        candidates.Clear(
            [.. structures.Where(s => s.VoxelCount > 0 && s.Role is not (StructureRole.Other or StructureRole.NormalLiver)).OrderByDescending(s => s.Role == StructureRole.Liver)],
            criteria.MarginMm);
        int next = candidates.Next(0);
        double total = next < 0 ? 0 : Sum(activityBqPerMl);
        if (!(total > 0))
        {
            return [];
        }

        var spots = new List<HotSpot>();
        var region = new Stack<int>();
        for (; next >= 0; next = candidates.Next(next))
        {
            HotSpot spot = Collect(next, candidates, region, image, activityBqPerMl, doseGy, total);
            if (spot.ActivityShare >= criteria.MinimumShare)
            {
                spots.Add(spot);
            }
        }

        return [.. spots.OrderByDescending(spot => spot.ActivityMBq)];
    }

    /// <summary>The warnings that hot spots give.</summary>
    public static IReadOnlyList<Warning> Warnings(IReadOnlyList<HotSpot> spots, HotSpotCriteria criteria) =>
    [
        .. spots.Select(spot => new Warning(
            Code,
            $"{100 * spot.ActivityShare:f1} % of the activity ({spot.ActivityMBq:f1} MBq) lies outside liver and lungs in {spot.VolumeMl:f1} mL around " +
            $"({spot.CentreMm.X:f0}, {spot.CentreMm.Y:f0}, {spot.CentreMm.Z:f0}) mm LPS: mean dose {spot.MeanGy:f0} Gy, largest {spot.MaxGy:f0} Gy " +
            $"(regions of at least {100 * criteria.MinimumShare:g2} % of the activity, more than {criteria.MarginMm:f0} mm from those structures)")),
    ];

    private static double Sum(float[] values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static HotSpot Collect(
        int seed, HotSpotCandidates candidates, Stack<int> region, VoxelGrid image, float[] activityBqPerMl, float[] doseGy, double total)
    {
        (double activity, double dose, double max, int voxels) = (0, 0, double.NegativeInfinity, 0);
        Vec3 moment = default;
        candidates.Take(seed);
        region.Push(seed);
        while (region.TryPop(out int n))
        {
            int x = n % image.Size.X;
            int y = n / image.Size.X % image.Size.Y;
            int z = n / (image.Size.X * image.Size.Y);
            activity += activityBqPerMl[n];
            dose += doseGy[n];
            max = Math.Max(max, doseGy[n]);
            moment += activityBqPerMl[n] * new Vec3(x, y, z);
            voxels++;
            for (int k = Math.Max(0, z - 1); k <= Math.Min(image.Size.Z - 1, z + 1); k++)
            {
                for (int j = Math.Max(0, y - 1); j <= Math.Min(image.Size.Y - 1, y + 1); j++)
                {
                    for (int i = Math.Max(0, x - 1); i <= Math.Min(image.Size.X - 1, x + 1); i++)
                    {
                        int neighbour = i + (image.Size.X * (j + (image.Size.Y * k)));
                        if (candidates.Take(neighbour))
                        {
                            region.Push(neighbour);
                        }
                    }
                }
            }
        }

        return new(
            image.IndexToPoint.Apply(1 / activity * moment),
            voxels * image.VoxelVolumeMl,
            Activity.FromBecquerel(activity * image.VoxelVolumeMl).Megabecquerel,
            activity / total,
            dose / voxels,
            max);
    }
}

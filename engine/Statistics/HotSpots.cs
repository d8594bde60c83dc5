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

        Task<double> sum = Task.Run(() => Sum(activityBqPerMl));
        float threshold = (float)(criteria.MinimumRelativeConcentration * liverMean.GetValueOrDefault());
        bool[] candidates = liverMean > 0 ? AtOrAbove(activityBqPerMl, threshold, image.Size) : [];
        double total = sum.Result;
        if (!(liverMean > 0) || !(total > 0))
        {
            return [];
        }

        foreach (Structure structure in structures.Where(s => s.VoxelCount > 0 && s.Role is not (StructureRole.Other or StructureRole.NormalLiver)))
        {
            Clear(candidates, structure, image, criteria.MarginMm);
        }

        var spots = new List<HotSpot>();
        var region = new Stack<int>();
        for (int n = 0; n < candidates.Length; n++)
        {
            if (candidates[n] && Collect(n, candidates, region, image, activityBqPerMl, doseGy, total) is { } spot &&
                spot.ActivityShare >= criteria.MinimumShare)
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

    private static bool[] AtOrAbove(float[] values, float threshold, Size3 size)
    {
        bool[] found = new bool[values.Length];
        int plane = size.X * size.Y;
        Parallel.For(0, size.Z, z =>
        {
            for (int n = z * plane; n < (z + 1) * plane; n++)
            {
                found[n] = values[n] >= threshold;
            }
        });
        return found;
    }

    private static void Clear(bool[] candidates, Structure structure, VoxelGrid image, double marginMm)
    {
        CoverageField field = CoverageField.Of(structure).Onto(image);
        IndexBox box = BoxOf(candidates, DistanceField.Grow(field.Box, image, marginMm).Intersect(Whole(image)), image.Size);
        if (box.IsEmpty)
        {
            return;
        }

        // Distances are wanted where candidates are, from what of the structure lies within the margin of them.
        IndexBox around = DistanceField.Grow(box, image, marginMm + DistanceField.SurfaceMm(image)).Intersect(Whole(image));
        float[] distances = DistanceField.OutsideMm(field, around);
        Parallel.For(box.Z, box.Z + box.SizeZ, z =>
        {
            for (int y = box.Y; y < box.Y + box.SizeY; y++)
            {
                int target = box.X + (image.Size.X * (y + (image.Size.Y * z)));
                int from = box.X - around.X + (around.SizeX * (y - around.Y + (around.SizeY * (z - around.Z))));
                for (int x = 0; x < box.SizeX; x++)
                {
                    candidates[target + x] &= distances[from + x] > marginMm;
                }
            }
        });
    }

    private static IndexBox Whole(VoxelGrid image) => new(0, 0, 0, image.Size.X, image.Size.Y, image.Size.Z);

    /// <summary>The smallest box that holds the candidates in a box.</summary>
    private static IndexBox BoxOf(bool[] candidates, IndexBox within, Size3 size)
    {
        IndexBox found = default;
        for (int z = within.Z; z < within.Z + within.SizeZ; z++)
        {
            for (int y = within.Y; y < within.Y + within.SizeY; y++)
            {
                ReadOnlySpan<bool> row = candidates.AsSpan(within.X + (size.X * (y + (size.Y * z))), within.SizeX);
                if (row.IndexOf(true) is >= 0 and var first)
                {
                    found = found.Union(IndexBox.FromCorners(within.X + first, y, z, within.X + row.LastIndexOf(true), y, z));
                }
            }
        }

        return found;
    }

    private static HotSpot Collect(
        int seed, bool[] candidates, Stack<int> region, VoxelGrid image, float[] activityBqPerMl, float[] doseGy, double total)
    {
        (double activity, double dose, double max, int voxels) = (0, 0, double.NegativeInfinity, 0);
        Vec3 moment = default;
        candidates[seed] = false;
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
                        if (candidates[neighbour])
                        {
                            candidates[neighbour] = false;
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

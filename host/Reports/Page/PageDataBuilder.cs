using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Page;

/// <summary>Gathers what the page draws: pictures around the region of interest, places to look at, curves.</summary>
internal static class PageDataBuilder
{
    /// <summary>Voxels of a picture volume at most; keeps the page of a liver with two methods well under 6 MB.</summary>
    private const long MaxVoxels = 700_000;

    private const int DoseSteps = 4095;

    private const int GreySteps = 1023;

    private const float AirHu = -1000;

    /// <summary>Abdominal soft-tissue window, HU.</summary>
    private const double CtLowHu = -100;

    private const double CtHighHu = 200;

    private const int MaxCurvePoints = 400;

    internal static PageData Build(DoseResult result, Volume? ct)
    {
        var maxima = result.Methods.Select(m => (m.Id, PointMm: MaximumMm(m.DoseGy))).ToList();
        VoxelGrid grid = PictureGrid.Choose(
            result.ActivityBqPerMl.Grid, result.StructureShapes, maxima.Take(1).Select(m => m.PointMm), MaxVoxels);

        Func<PageVolume>[] doses = [.. result.Methods.Select(m => (Func<PageVolume>)(() => Dose(m, grid)))];
        Func<PageVolume>[] greys = ct is null ? [() => Activity(result.ActivityBqPerMl, grid)] : [() => Ct(ct, grid), () => Activity(result.ActivityBqPerMl, grid)];
        PageVolume[] volumes = [.. greys.Concat(doses).AsParallel().AsOrdered().Select(make => make())];
        PageStructure[] structures = [.. result.StructureShapes.AsParallel().AsOrdered().Select(s =>
            new PageStructure(s.Name, RoleWord.Of(s.Role), s.IsDerived, PageVolumes.Compress(PictureSampler.Sample(s, grid))))];

        return new(
            new([grid.Size.X, grid.Size.Y, grid.Size.Z], Numbers(grid.SpacingMm), Numbers(grid.OriginMm)),
            volumes[..greys.Length], volumes[greys.Length..], structures, [.. Places(result, grid, maxima)], [.. Curves(result)]);
    }

    private static PageVolume Activity(Volume activity, VoxelGrid grid)
    {
        float[] values = [.. PictureSampler.Sample(activity, grid, 0).Select(bq => bq / (float)Constants.BecquerelPerKilobecquerel)];
        return PageVolumes.Pack("activity", "Activity", "kBq/mL", values, GreySteps, 0, Quantile(values, 0.995));
    }

    private static PageVolume Ct(Volume ct, VoxelGrid grid) =>
        PageVolumes.Pack("ct", "CT", "HU", PictureSampler.Sample(ct, grid, AirHu), GreySteps, CtLowHu, CtHighHu);

    private static PageVolume Dose(MethodResult method, VoxelGrid grid)
    {
        float[] values = PictureSampler.Sample(method.DoseGy, grid, 0);
        return PageVolumes.Pack(method.Id, MethodNames.Of(method.Id), "Gy", values, DoseSteps, 0, Quantile(values, 0.998));
    }

    private static IEnumerable<PagePlace> Places(DoseResult result, VoxelGrid grid, IReadOnlyList<(string Id, Vec3 PointMm)> maxima)
    {
        foreach (Structure tumour in result.StructureShapes.Where(s => s.Role == StructureRole.Tumor && !s.IsDerived))
        {
            if (StructureExtent.Of(tumour) is { } extent && Voxel(grid, extent.CentreMm) is { } voxel)
            {
                yield return new(tumour.Name, voxel);
            }
        }

        foreach ((string id, Vec3 point) in maxima.Take(1))
        {
            if (Voxel(grid, point) is { } voxel)
            {
                yield return new($"Dose maximum ({id})", voxel);
            }
        }
    }

    private static IEnumerable<PageCurve> Curves(DoseResult result)
    {
        var index = result.StructureShapes.Select((s, i) => (s.Name, i)).ToLookup(p => p.Name, p => p.i);
        foreach (DvhCurve curve in result.Dvh)
        {
            // Thinned for the picture; dvh.csv has every point.
            int stride = Math.Max(1, (curve.DoseGy.Count + MaxCurvePoints - 1) / MaxCurvePoints);
            int[] kept = [.. Enumerable.Range(0, curve.DoseGy.Count).Where(i => i % stride == 0 || i == curve.DoseGy.Count - 1)];
            yield return new(
                index[curve.Structure].First(), curve.Method,
                [.. kept.Select(i => Math.Round(curve.DoseGy[i], 3))], [.. kept.Select(i => Math.Round(curve.VolumeFraction[i], 5))]);
        }
    }

    private static int[]? Voxel(VoxelGrid grid, Vec3 pointMm)
    {
        Vec3 index = grid.PointToIndex.Apply(pointMm);
        int[] voxel = [.. Enumerable.Range(0, 3).Select(axis => (int)Math.Round(index[axis]))];
        bool inside = Enumerable.Range(0, 3).All(axis => voxel[axis] >= 0 && voxel[axis] < grid.Size[axis]);
        return inside ? voxel : null;
    }

    private static Vec3 MaximumMm(Volume dose)
    {
        int best = 0;
        for (int i = 1; i < dose.Values.Length; i++)
        {
            best = dose.Values[i] > dose.Values[best] ? i : best;
        }

        Size3 size = dose.Grid.Size;
        return dose.Grid.IndexToPoint.Apply(new(best % size.X, best / size.X % size.Y, best / (size.X * size.Y)));
    }

    private static double Quantile(float[] values, double fraction)
    {
        int stride = Math.Max(1, values.Length / 50_000);
        float[] sample = [.. Enumerable.Range(0, values.Length / stride).Select(i => values[i * stride]).Order()];
        return sample[(int)(fraction * (sample.Length - 1))];
    }

    private static double[] Numbers(Vec3 v) => [v.X, v.Y, v.Z];
}

using System.Numerics;
using System.Runtime.CompilerServices;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>All that pictures are drawn from, on one grid around the region of interest. For the eye: no number comes from here.</summary>
internal sealed record PictureSet
{
    /// <summary>Voxels of a picture volume at most; keeps the page of a liver with two methods well under 6 MB.</summary>
    private const long MaxVoxels = 700_000;

    private const float AirHu = -1000;

    /// <summary>Abdominal soft-tissue window, HU.</summary>
    private const double CtLowHu = -100;

    private const double CtHighHu = 200;

    /// <summary>Doses, Gy, that isodose lines are drawn at where the scale reaches them.</summary>
    private static readonly double[] UsualIsodosesGy = [20, 40, 70, 120, 205, 400, 800];

    internal required VoxelGrid Grid { get; init; }

    /// <summary>CT where there is one, then activity.</summary>
    internal required IReadOnlyList<Picture> Greys { get; init; }

    /// <summary>Dose by each method.</summary>
    internal required IReadOnlyList<Picture> Doses { get; init; }

    /// <summary>The structures behind <see cref="Masks"/>.</summary>
    internal required IReadOnlyList<Structure> Structures { get; init; }

    /// <summary>Coverage of each structure in sixteenths.</summary>
    internal required IReadOnlyList<byte[]> Masks { get; init; }

    /// <summary>Tumour centres and the dose maximum.</summary>
    internal required IReadOnlyList<PicturePlace> Places { get; init; }

    /// <summary>Upper end of the dose colours, Gy.</summary>
    internal required double DoseScaleGy { get; init; }

    /// <summary>Isodose lines, Gy.</summary>
    internal required IReadOnlyList<double> IsodosesGy { get; init; }

    internal static PictureSet Sample(DoseResult result, Volume? ct)
    {
        var maxima = result.Methods.Take(1).Select(m => (m.Id, PointMm: MaximumMm(m.DoseGy))).ToList();
        VoxelGrid grid = PictureGrid.Choose(
            result.ActivityBqPerMl.Grid, result.StructureShapes, maxima.Select(m => m.PointMm), MaxVoxels);
        Picture activity = Activity(result.ActivityBqPerMl, grid);
        Picture[] doses = [.. result.Methods.Select(m => Dose(m, grid))];
        double scale = Round(doses.Select(d => d.WindowHigh).DefaultIfEmpty(0).Max());
        double[] isodoses = [.. UsualIsodosesGy.Where(gy => gy < 1.2 * scale)];
        return new()
        {
            Grid = grid,
            Greys = ct is null ? [activity] : [Ct(ct, grid), activity],
            Doses = doses,
            Structures = result.StructureShapes,
            Masks = [.. result.StructureShapes.Select(s => PictureSampler.Sample(s, grid))],
            Places = [.. Centres(result, grid), .. Maxima(grid, maxima)],
            DoseScaleGy = scale,
            IsodosesGy = isodoses.Length > 0 ? isodoses : [0.25 * scale, 0.5 * scale, 0.75 * scale],
        };
    }

    private static Picture Activity(Volume activity, VoxelGrid grid)
    {
        float[] values = PictureSampler.Sample(activity, grid, 0);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= (float)Constants.BecquerelPerKilobecquerel;
        }

        return new("activity", "Activity", "kBq/mL", values, 0, Quantile(values, 0.97));
    }

    private static Picture Ct(Volume ct, VoxelGrid grid) => new("ct", "CT", "HU", PictureSampler.Sample(ct, grid, AirHu), CtLowHu, CtHighHu);

    private static Picture Dose(MethodResult method, VoxelGrid grid)
    {
        float[] values = PictureSampler.Sample(method.DoseGy, grid, 0);
        return new(method.Id, MethodNames.Of(method.Id), "Gy", values, 0, Quantile(values, 0.998));
    }

    private static IEnumerable<PicturePlace> Centres(DoseResult result, VoxelGrid grid)
    {
        foreach (Structure tumour in result.StructureShapes.Where(s => s.Role == StructureRole.Tumor && !s.IsDerived))
        {
            if (StructureExtent.Of(tumour) is { } extent && Voxel(grid, extent.CentreMm) is { } voxel)
            {
                yield return new(tumour.Name, voxel);
            }
        }
    }

    private static IEnumerable<PicturePlace> Maxima(VoxelGrid grid, IEnumerable<(string Id, Vec3 PointMm)> maxima)
    {
        foreach ((string id, Vec3 point) in maxima)
        {
            if (Voxel(grid, point) is { } voxel)
            {
                yield return new($"Dose maximum ({id})", voxel);
            }
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
        int slice = dose.Grid.Size.X * dose.Grid.Size.Y;
        float[] maxima = new float[dose.Grid.Size.Z];
        Parallel.For(0, maxima.Length, z => maxima[z] = Largest(dose.Values.AsSpan(z * slice, slice)));
        float largest = maxima.Max();
        int best = Array.IndexOf(maxima, largest) * slice;
        best += dose.Values.AsSpan(best, slice).IndexOf(largest);
        Size3 size = dose.Grid.Size;
        return dose.Grid.IndexToPoint.Apply(new(best % size.X, best / size.X % size.Y, best / (size.X * size.Y)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(ReadOnlySpan<float> values)
    {
        var most = new Vector<float>(float.NegativeInfinity);
        int n = 0;
        for (; n <= values.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            most = Vector.Max(most, new Vector<float>(values[n..]));
        }

        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, most[lane]);
        }

        for (; n < values.Length; n++)
        {
            largest = Math.Max(largest, values[n]);
        }

        return largest;
    }

    private static double Quantile(float[] values, double fraction)
    {
        int stride = Math.Max(1, values.Length / 50_000);
        float[] sample = new float[values.Length / stride];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = values[i * stride];
        }

        Array.Sort(sample);
        return sample[(int)(fraction * (sample.Length - 1))];
    }

    // Up to the next half of a decade's digit: 192 -> 200, 43 -> 45.
    private static double Round(double value)
    {
        if (!(value > 0))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Math.Ceiling(value / power * 2) / 2 * power;
    }
}

using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>All that pictures are drawn from, on one grid around the region of interest. For the eye: no number comes from here.</summary>
internal sealed record PictureSet
{
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

    /// <summary>Samples all that is drawn.</summary>
    /// <param name="result">The run.</param>
    /// <param name="ct">CT in the dose frame, HU; null without one.</param>
    /// <param name="taken">The doses, where they were sampled while there were volumes of them.</param>
    internal static PictureSet Sample(DoseResult result, Volume? ct, DosePictures? taken = null)
    {
        if (taken is null)
        {
            taken = new();
            foreach (MethodResult method in result.Methods)
            {
                taken.Add(method, result.StructureShapes);
            }
        }

        VoxelGrid grid = taken.Grid;
        IReadOnlyList<Picture> doses = taken.Doses;
        Picture activity = Activity(result.ActivityBqPerMl, grid);
        double scale = Round(doses.Select(d => d.WindowHigh).DefaultIfEmpty(0).Max());
        double[] isodoses = [.. UsualIsodosesGy.Where(gy => gy < 1.2 * scale)];
        return new()
        {
            Grid = grid,
            Greys = ct is null ? [activity] : [Ct(ct, grid), activity],
            Doses = doses,
            Structures = result.StructureShapes,
            Masks = [.. result.StructureShapes.Select(s => PictureSampler.Sample(s, grid))],
            Places = [.. Centres(result, grid), .. Maximum(grid, taken)],
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

    private static IEnumerable<PicturePlace> Maximum(VoxelGrid grid, DosePictures doses)
    {
        if (Voxel(grid, doses.MaximumMm) is { } voxel)
        {
            yield return new($"Dose maximum ({doses.Doses[0].Id})", voxel);
        }
    }

    private static int[]? Voxel(VoxelGrid grid, Vec3 pointMm)
    {
        Vec3 index = grid.PointToIndex.Apply(pointMm);
        int[] voxel = [.. Enumerable.Range(0, 3).Select(axis => (int)Math.Round(index[axis]))];
        bool inside = Enumerable.Range(0, 3).All(axis => voxel[axis] >= 0 && voxel[axis] < grid.Size[axis]);
        return inside ? voxel : null;
    }

    internal static double Quantile(float[] values, double fraction)
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

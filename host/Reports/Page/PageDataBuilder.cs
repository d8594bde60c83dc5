using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Page;

/// <summary>Packs pictures and curves for the page's script.</summary>
internal static class PageDataBuilder
{
    private const int DoseSteps = 4095;

    private const int GreySteps = 1023;

    private const int MaxCurvePoints = 400;

    internal static PageData Build(DoseResult result, PictureSet set)
    {
        var volumes = new PageVolume[set.Greys.Count + set.Doses.Count];
        var masks = new byte[set.Masks.Count][];
        Parallel.For(0, volumes.Length + masks.Length, i =>
        {
            if (i < set.Greys.Count)
            {
                volumes[i] = PageVolumes.Pack(set.Greys[i], GreySteps);
            }
            else if (i < volumes.Length)
            {
                volumes[i] = PageVolumes.Pack(set.Doses[i - set.Greys.Count], DoseSteps);
            }
            else
            {
                masks[i - volumes.Length] = PageVolumes.Compress(set.Masks[i - volumes.Length]);
            }
        });
        return new(
            new([set.Grid.Size.X, set.Grid.Size.Y, set.Grid.Size.Z], Numbers(set.Grid.SpacingMm), Numbers(set.Grid.OriginMm)),
            volumes[..set.Greys.Count], volumes[set.Greys.Count..],
            [.. set.Structures.Select((s, i) => new PageStructure(StructureLabel.Of(s.Name, s.IsDerived), RoleWord.Of(s.Role), s.IsDerived, masks[i]))],
            set.Places, [.. Curves(result)], [.. Bands(result)], set.DoseScaleGy, set.IsodosesGy,
            [new(ColorMap.Viridis.Name, ColorMap.Viridis.Table.ToArray()), new(ColorMap.Inferno.Name, ColorMap.Inferno.Table.ToArray())]);
    }

    private static IEnumerable<PageCurve> Curves(DoseResult result)
    {
        string[] names = [.. result.StructureShapes.Select(s => s.Name)];
        foreach (DvhCurve curve in result.Dvh)
        {
            // Thinned for the picture; dvh.csv has every point.
            int stride = Math.Max(1, (curve.DoseGy.Count + MaxCurvePoints - 1) / MaxCurvePoints);
            int[] kept = [.. Enumerable.Range(0, curve.DoseGy.Count).Where(i => i % stride == 0 || i == curve.DoseGy.Count - 1)];
            yield return new(
                Array.IndexOf(names, curve.Structure), curve.Method,
                [.. kept.Select(i => Math.Round(curve.DoseGy[i], 3))], [.. kept.Select(i => Math.Round(curve.VolumeFraction[i], 5))]);
        }
    }

    private static IEnumerable<PageBand> Bands(DoseResult result)
    {
        string[] names = [.. result.StructureShapes.Select(s => s.Name)];
        return (result.DvhBands?.Curves ?? []).Select(band => new PageBand(
            Array.IndexOf(names, band.Structure), band.Method, [.. band.DoseGy.Select(gray => Math.Round(gray, 3))], Rounded(band.Low), Rounded(band.High)));

        static IReadOnlyList<double> Rounded(IReadOnlyList<double> fractions) => [.. fractions.Select(fraction => Math.Round(fraction, 4))];
    }

    private static double[] Numbers(Vec3 v) => [v.X, v.Y, v.Z];
}

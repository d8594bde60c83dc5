using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>The grid of frames of which several may share a plane and planes may be left out, as in a segmentation.</summary>
internal static class DicomSparseStack
{
    private const double RoundingMm = 0.02;
    private const double SpacingTolerance = 0.02;

    /// <summary>The grid, and the plane of each frame.</summary>
    /// <exception cref="InvalidInputException">Frames of unequal shape, planes that are tilted or no multiples of one spacing apart.</exception>
    internal static (VoxelGrid Grid, Dictionary<DicomFrame, int> Planes) Build(IReadOnlyList<DicomFrame> frames, string source)
    {
        DicomFrame first = frames.MinBy(frame => Vec3.Dot(frames[0].Normal, frame.PositionMm))!;
        Vec3 normal = first.Normal;
        var placed = frames.Select(frame => (Frame: frame, Z: Vec3.Dot(normal, frame.PositionMm - first.PositionMm))).OrderBy(pair => pair.Z).ToList();
        double spacing = Spacing([.. placed.Select(pair => pair.Z)], first.SpacingZMm, source);
        var planes = new Dictionary<DicomFrame, int>(ReferenceEqualityComparer.Instance);
        foreach ((DicomFrame frame, double z) in placed)
        {
            DicomSliceStack.RequireSameShape(first, frame, source);
            double steps = Math.Round(z / spacing);
            Vec3 aside = frame.PositionMm - first.PositionMm - (z * normal);
            if (!(Math.Abs(z - (steps * spacing)) <= Math.Max(RoundingMm, SpacingTolerance * spacing)) || !(aside.Length <= RoundingMm + (1e-3 * z)))
            {
                throw new InvalidInputException(
                    $"{source}: {frame.Label} lies {z:0.###} mm along and {aside.Length:0.###} mm aside of the normal; planes at multiples of {spacing:0.###} mm are expected");
            }

            planes[frame] = steps < int.MaxValue ? (int)steps : int.MaxValue;
        }

        var size = new Size3(first.Columns, first.Rows, planes[placed[^1].Frame] + 1);
        if (size.Z < 1 || size.Count > int.MaxValue)
        {
            throw new InvalidInputException($"{source}: {placed.Count} frames span {placed[^1].Z:0.###} mm in steps of {spacing:0.###} mm, more than this program handles");
        }

        try
        {
            return (new(size, new(first.SpacingXMm, first.SpacingYMm, spacing), first.PositionMm, new(first.AlongRow, first.AlongColumn, normal)), planes);
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException($"{source}: {e.Message}", e);
        }
    }

    private static double Spacing(double[] sorted, double? stated, string source)
    {
        double least = double.PositiveInfinity;
        for (int i = 1; i < sorted.Length; i++)
        {
            double gap = sorted[i] - sorted[i - 1];
            least = gap > RoundingMm ? Math.Min(least, gap) : least;
        }

        if (double.IsPositiveInfinity(least))
        {
            return stated ?? throw new InvalidInputException($"{source}: one plane alone, and neither SpacingBetweenSlices nor SliceThickness tell how thick it is");
        }

        // Segments on every other plane only: the header's spacing is the finer truth where the planes lie on its multiples.
        double steps = stated is { } given ? least / given : 1;
        return steps > 1.5 && Math.Abs(steps - Math.Round(steps)) <= SpacingTolerance * steps ? stated!.Value : least;
    }
}

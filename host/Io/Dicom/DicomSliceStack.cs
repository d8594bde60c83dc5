using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>Slices in order along their normal, and the grid that they make; what makes none is refused with the slice named.</summary>
/// <param name="Frames">Slices by z index.</param>
/// <param name="Grid">Their grid.</param>
internal sealed record DicomSliceStack(IReadOnlyList<DicomFrame> Frames, VoxelGrid Grid)
{
    private const double DirectionTolerance = 1e-3;
    private const double RoundingMm = 0.02; // positions are often written with two decimals
    private const double SpacingTolerance = 0.02; // share of the spacing by which a slice may be off its place

    /// <summary>Stacks slices.</summary>
    internal static DicomSliceStack Build(IReadOnlyList<DicomFrame> frames, string source)
    {
        DicomFrame first = frames[0];
        foreach (DicomFrame frame in frames)
        {
            RequireSameShape(first, frame, source);
        }

        Vec3 normal = first.Normal;
        DicomFrame[] sorted = [.. frames.OrderBy(frame => Vec3.Dot(normal, frame.PositionMm))];
        double[] z = Array.ConvertAll(sorted, frame => Vec3.Dot(normal, frame.PositionMm));
        double spacing = sorted.Length > 1
            ? Spacing(sorted, z, source)
            : first.SpacingZMm ?? throw new InvalidInputException(
                $"{source}: a single slice ({first.Label}) that tells neither SpacingBetweenSlices nor SliceThickness has no volume");
        RequireStraight(sorted, z, normal, source);
        try
        {
            return new(sorted, new VoxelGrid(
                new(first.Columns, first.Rows, sorted.Length),
                new(first.SpacingXMm, first.SpacingYMm, spacing),
                sorted[0].PositionMm,
                new(first.AlongRow, first.AlongColumn, normal)));
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException($"{source}: {e.Message}", e);
        }
    }

    internal static void RequireSameShape(DicomFrame first, DicomFrame frame, string source)
    {
        if (frame.Rows != first.Rows || frame.Columns != first.Columns)
        {
            throw new InvalidInputException(
                $"{source}: slice {frame.Label} has {frame.Columns}x{frame.Rows} pixels, {first.Label} has {first.Columns}x{first.Rows}; all slices of a volume must be alike");
        }

        if (Math.Abs(frame.SpacingXMm - first.SpacingXMm) > DirectionTolerance * first.SpacingXMm ||
            Math.Abs(frame.SpacingYMm - first.SpacingYMm) > DirectionTolerance * first.SpacingYMm)
        {
            throw new InvalidInputException(
                $"{source}: slice {frame.Label} has pixels of {frame.SpacingXMm}x{frame.SpacingYMm} mm, {first.Label} of {first.SpacingXMm}x{first.SpacingYMm} mm");
        }

        if (!((frame.AlongRow - first.AlongRow).Length < DirectionTolerance && (frame.AlongColumn - first.AlongColumn).Length < DirectionTolerance))
        {
            throw new InvalidInputException(
                $"{source}: slice {frame.Label} is oriented otherwise than {first.Label}; is a localizer among the slices?");
        }
    }

    private static double Spacing(DicomFrame[] sorted, double[] z, string source)
    {
        double[] gaps = [.. z.Zip(z.Skip(1), (below, above) => above - below)];
        for (int i = 0; i < gaps.Length; i++)
        {
            if (!(gaps[i] > RoundingMm))
            {
                throw new InvalidInputException(
                    $"{source}: slices {sorted[i].Label} and {sorted[i + 1].Label} lie at the same place; give one volume: no duplicates, phases or time frames");
            }
        }

        // The median is the spacing that most gaps have; a missing slice or two do not move it.
        double usual = gaps.Order().ElementAt(gaps.Length / 2);
        for (int i = 0; i < gaps.Length; i++)
        {
            double steps = gaps[i] / usual;
            if (Math.Abs(steps - 1) <= SpacingTolerance || Math.Abs(gaps[i] - usual) <= 2 * RoundingMm)
            {
                continue;
            }

            bool isWhole = steps > 1.5 && Math.Abs(steps - Math.Round(steps)) <= SpacingTolerance * steps;
            throw new InvalidInputException(isWhole
                ? $"{source}: {Math.Round(steps) - 1:0} slice(s) are missing between {sorted[i].Label} and {sorted[i + 1].Label}: a gap of {gaps[i]:0.###} mm where others have {usual:0.###} mm"
                : $"{source}: slices {sorted[i].Label} and {sorted[i + 1].Label} are {gaps[i]:0.###} mm apart, others {usual:0.###} mm; slices of unequal distance are not supported");
        }

        return (z[^1] - z[0]) / gaps.Length;
    }

    private static void RequireStraight(DicomFrame[] sorted, double[] z, Vec3 normal, string source)
    {
        // Rounded positions and a normal made of rounded cosines may drift a little from slice to slice.
        double drift = DirectionTolerance * (z[^1] - z[0]);
        foreach (DicomFrame frame in sorted)
        {
            Vec3 off = frame.PositionMm - sorted[0].PositionMm;
            double aside = (off - (Vec3.Dot(normal, off) * normal)).Length;
            if (!(aside <= RoundingMm + drift))
            {
                throw new InvalidInputException(
                    $"{source}: slice {frame.Label} lies {aside:0.###} mm aside of the normal through {sorted[0].Label}; tilted gantries are not supported, resample the series to straight slices");
            }
        }
    }
}

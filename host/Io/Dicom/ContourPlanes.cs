using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>The contours of a ROI, sorted into its parallel planes.</summary>
internal sealed class ContourPlanes
{
    private const double OnAxisMm = 0.01;
    private const double OffPlaneMm = 0.1; // coordinates come with one to three decimals; oblique planes gather the rounding of three
    private const double SamePlaneMm = 0.1;
    private const double SpacingTolerance = 0.03;
    private const double LargestExtentMm = 3000; // nothing that is scanned is larger; beyond it the unit is not mm

    private ContourPlanes(string source, Mat3 axes, List<(double AlongNormalMm, List<Contour> Contours)> planes)
    {
        Source = source;
        Axes = axes;
        Planes = planes;
        for (int i = 1; i < planes.Count; i++)
        {
            double gap = planes[i].AlongNormalMm - planes[i - 1].AlongNormalMm;
            SpacingMm = SpacingMm is { } least ? Math.Min(least, gap) : gap;
        }
    }

    /// <summary>File and ROI, for messages.</summary>
    internal string Source { get; }

    /// <summary>Unit vectors: two in the plane, then the normal.</summary>
    internal Mat3 Axes { get; }

    /// <summary>Planes by place along the normal.</summary>
    internal IReadOnlyList<(double AlongNormalMm, List<Contour> Contours)> Planes { get; }

    /// <summary>Least distance of neighbouring planes, mm; null for a single one.</summary>
    internal double? SpacingMm { get; }

    /// <exception cref="InvalidInputException">Points off their plane, planes that are not parallel, coordinates that cannot be mm.</exception>
    internal static ContourPlanes Build(List<Contour> contours, string source)
    {
        foreach (Contour contour in contours)
        {
            foreach (Vec3 point in contour.Points)
            {
                Vec3 apart = point - contours[0].Points[0];
                if (!(apart.Length <= LargestExtentMm))
                {
                    throw new InvalidInputException(
                        $"{source}, contour {contour.Number}: the point {point} lies more than {LargestExtentMm} mm from the first; coordinates are expected in mm");
                }
            }
        }

        Mat3 axes = AxesOf(contours, source);
        Vec3 normal = axes.ColumnZ;
        var placed = new List<(double Place, Contour Contour)>();
        foreach (Contour contour in contours)
        {
            double place = contour.Points.Average(point => Vec3.Dot(normal, point));
            double off = contour.Points.Max(point => Math.Abs(Vec3.Dot(normal, point) - place));
            if (!(off <= OffPlaneMm))
            {
                throw new InvalidInputException(
                    $"{source}, contour {contour.Number}: a point lies {off:0.###} mm off the plane of its contour; planar contours in parallel planes are expected");
            }

            placed.Add((place, contour));
        }

        var planes = new List<(double, List<Contour>)>();
        double last = double.NegativeInfinity;
        foreach ((double place, Contour contour) in placed.OrderBy(pair => pair.Place))
        {
            if (place - last > SamePlaneMm)
            {
                planes.Add((place, []));
                last = place;
            }

            planes[^1].Item2.Add(contour);
        }

        return new(source, axes, planes);
    }

    /// <summary>Number of each plane, counted in steps of the spacing from the first.</summary>
    /// <exception cref="InvalidInputException">Planes at distances that are no multiples of the spacing.</exception>
    internal IReadOnlyList<int> IndicesAt(double spacingMm)
    {
        var indices = new List<int> { 0 };
        for (int i = 1; i < Planes.Count; i++)
        {
            double gap = Planes[i].AlongNormalMm - Planes[i - 1].AlongNormalMm;
            double steps = gap / spacingMm;
            if (Math.Abs(steps - Math.Round(steps)) > SpacingTolerance * Math.Max(1, steps) && Math.Abs(gap - (Math.Round(steps) * spacingMm)) > SamePlaneMm)
            {
                throw new InvalidInputException(
                    $"{Source}: planes at {Planes[i - 1].AlongNormalMm:0.###} and {Planes[i].AlongNormalMm:0.###} mm are {gap:0.###} mm apart, no multiple of the {spacingMm:0.###} mm of other planes; contours at equal distances are expected");
            }

            indices.Add(indices[^1] + (int)Math.Round(steps));
        }

        return indices;
    }

    private static Mat3 AxesOf(List<Contour> contours, string source)
    {
        for (int axis = 2; axis >= 0; axis--)
        {
            if (contours.All(contour => contour.Points.All(point => Math.Abs(point[axis] - contour.Points[0][axis]) <= OnAxisMm)))
            {
                return axis switch
                {
                    2 => Mat3.Identity,
                    1 => new(new(1, 0, 0), new(0, 0, 1), new(0, -1, 0)),
                    _ => new(new(0, 1, 0), new(0, 0, 1), new(1, 0, 0)),
                };
            }
        }

        Vec3 largest = contours.Select(contour => contour.AreaVector()).MaxBy(area => area.Length);
        if (!(largest.Length > 0))
        {
            throw new InvalidInputException($"{source}: its contours enclose no area");
        }

        // The sense of drawing does not matter; upward along the axis that the normal is nearest to, so that planes are in one order.
        Vec3 normal = (1 / largest.Length) * largest;
        int nearest = Enumerable.Range(0, 3).MaxBy(axis => Math.Abs(normal[axis]));
        normal = (normal[nearest] < 0 ? -1.0 : 1.0) * normal;
        Vec3 helper = nearest == 0 ? new(0, 1, 0) : new(1, 0, 0);
        Vec3 first = helper - (Vec3.Dot(helper, normal) * normal);
        first = (1 / first.Length) * first;
        return new(first, Vec3.Cross(normal, first), normal);
    }
}

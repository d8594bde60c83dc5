using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Turns contours into coverage. Each voxel row is cut into sub-rows; on each the contours' crossings are exact, so that coverage is
/// exact along x and a mean of sub-rows along y. A plane's contours stand for a slab as thick as the planes are apart.
/// </summary>
internal static class ContourRasteriser
{
    private const int SubRows = 16;
    private const float RunsPerRow = 1f / SubRows;
    private const double VoxelsAcross = 20; // of the smaller in-plane extent, so that small structures are drawn finely too
    private const double FinestMm = 0.1;
    private const double CoarsestMm = 1;
    private const float LeastCoverage = 1e-6f;

    internal static Structure Rasterise(
        string name, Rgb? color, ContourPlanes planes, IReadOnlyList<int> indices, double spacingMm, List<Warning> warnings)
    {
        Mat3 axes = planes.Axes;
        double minU = double.PositiveInfinity, maxU = double.NegativeInfinity, minV = double.PositiveInfinity, maxV = double.NegativeInfinity;
        foreach (Vec3 point in planes.Planes.SelectMany(plane => plane.Contours).SelectMany(contour => contour.Points))
        {
            double u = Vec3.Dot(axes.ColumnX, point);
            double v = Vec3.Dot(axes.ColumnY, point);
            (minU, maxU) = (Math.Min(minU, u), Math.Max(maxU, u));
            (minV, maxV) = (Math.Min(minV, v), Math.Max(maxV, v));
        }

        double pixel = Math.Clamp(Math.Min(maxU - minU, maxV - minV) / VoxelsAcross, FinestMm, CoarsestMm);
        var size = new Size3((int)Math.Ceiling((maxU - minU) / pixel) + 1, (int)Math.Ceiling((maxV - minV) / pixel) + 1, indices[^1] + 1);
        if (size.Count > int.MaxValue)
        {
            throw new InvalidInputException($"{planes.Source}: its contours span {size} voxels of {pixel:0.##}x{pixel:0.##}x{spacingMm:0.##} mm, more than this program handles");
        }

        // The corner of the first voxel is at the smallest u and v; half a voxel of the last row and column stays empty.
        Vec3 origin = ((minU + (pixel / 2)) * axes.ColumnX) + ((minV + (pixel / 2)) * axes.ColumnY) + (planes.Planes[0].AlongNormalMm * axes.ColumnZ);
        var grid = new VoxelGrid(size, new(pixel, pixel, spacingMm), origin, axes);
        var runs = new List<CoverageRun>();
        float[] coverage = new float[size.X * size.Y];
        bool overlap = false;
        for (int p = 0; p < indices.Count; p++)
        {
            ContourCrossings crossings = Combine(
                planes.Planes[p].Contours.Select(contour => new ContourCrossings(contour.IsXor, Array.ConvertAll(contour.Points, point => (
                    (Vec3.Dot(axes.ColumnX, point) - minU) / pixel, (Vec3.Dot(axes.ColumnY, point) - minV) / pixel * SubRows)))),
                ref overlap);
            Array.Clear(coverage);
            for (int s = crossings.First; s < Math.Min(crossings.End, size.Y * SubRows); s++)
            {
                AddIntervals(crossings[s], coverage.AsSpan(s / SubRows * size.X, size.X));
            }

            AddRuns(runs, coverage, indices[p] * size.X * size.Y, size.X);
        }

        if (overlap)
        {
            warnings.Add(new("contours-overlap", $"{planes.Source}: contours of a plane cross one another or are the same; their union is taken"));
        }

        return new(name, StructureRoles.FromName(name), color, grid, runs);
    }

    /// <summary>
    /// Combines the contours of a plane, the largest first: one inside another is a hole (or an island in a hole), as is meant by
    /// CLOSEDPLANAR_XOR and by most systems that write CLOSED_PLANAR; ones that cross are united.
    /// </summary>
    private static ContourCrossings Combine(IEnumerable<ContourCrossings> contours, ref bool overlap)
    {
        const double touching = 0.02;
        ContourCrossings[] sorted = [.. contours.OrderByDescending(contour => contour.Area)];
        ContourCrossings result = sorted[0];
        for (int i = 1; i < sorted.Length; i++)
        {
            double area = sorted[i].Area;
            bool unite = false;
            for (int j = 0; j < i && !sorted[i].IsXor; j++)
            {
                double common = sorted[i].IntersectionWith(sorted[j]);
                bool isApart = common <= touching * area;
                bool isInside = common >= (1 - touching) * area && area < (1 - touching) * sorted[j].Area;
                unite |= !isApart && !isInside;
            }

            overlap |= unite;
            result = result.CombinedWith(sorted[i], unite);
        }

        return result;
    }

    private static void AddIntervals(IReadOnlyList<double> crossings, Span<float> row)
    {
        for (int i = 0; i + 1 < crossings.Count; i += 2)
        {
            double from = Math.Max(0, crossings[i]);
            double to = Math.Min(row.Length, crossings[i + 1]);
            if (!(to > from))
            {
                continue;
            }

            int first = (int)from;
            int last = Math.Min((int)to, row.Length - 1);
            if (first == last)
            {
                row[first] += (float)(to - from) * RunsPerRow;
                continue;
            }

            row[first] += (float)(first + 1 - from) * RunsPerRow;
            for (int x = first + 1; x < last; x++)
            {
                row[x] += RunsPerRow;
            }

            row[last] += (float)(to - last) * RunsPerRow;
        }
    }

    private static void AddRuns(List<CoverageRun> runs, float[] coverage, int offset, int width)
    {
        for (int start = 0; start < coverage.Length;)
        {
            float value = coverage[start];
            int rowEnd = ((start / width) + 1) * width;
            int end = start + 1;
            while (end < rowEnd && coverage[end] == value)
            {
                end++;
            }

            if (value > LeastCoverage)
            {
                runs.Add(new(offset + start, end - start, Math.Min(1, value)));
            }

            start = end;
        }
    }
}

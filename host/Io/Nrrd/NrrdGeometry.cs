using System.Text.RegularExpressions;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Nrrd;

/// <summary>
/// Axes and grid of a NRRD. A file with `space directions` says where it lies. One with `spacings` alone says only how large its
/// voxels are: its axes are then taken as L, P, S from origin 0, and a note says so. One with neither is refused.
/// </summary>
internal static partial class NrrdGeometry
{
    private static readonly Dictionary<string, Vec3> SignsToLps = new(StringComparer.OrdinalIgnoreCase)
    {
        ["left-posterior-superior"] = new(1, 1, 1),
        ["LPS"] = new(1, 1, 1),
        ["right-anterior-superior"] = new(-1, -1, 1),
        ["RAS"] = new(-1, -1, 1),
        ["left-anterior-superior"] = new(1, -1, 1),
        ["LAS"] = new(1, -1, 1),
    };

    private static readonly Dictionary<string, double> MillimetresPer = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mm"] = 1,
        ["millimeter"] = 1,
        ["millimeters"] = 1,
        ["millimetre"] = 1,
        ["millimetres"] = 1,
        ["cm"] = 10,
        ["centimeter"] = 10,
        ["centimeters"] = 10,
        ["centimetre"] = 10,
        ["centimetres"] = 10,
        ["m"] = 1000,
        ["meter"] = 1000,
        ["meters"] = 1000,
        ["metre"] = 1000,
        ["metres"] = 1000,
        ["um"] = 1e-3,
        ["micron"] = 1e-3,
        ["microns"] = 1e-3,
        ["micrometer"] = 1e-3,
        ["micrometers"] = 1e-3,
    };

    /// <summary>Works out the grid and the number of layers.</summary>
    internal static (VoxelGrid Grid, int Layers) Read(NrrdFields fields, List<string> notes)
    {
        int dimension = fields.Int("dimension", fields.Need("dimension"), 1, 16);
        string[] sizeWords = NrrdFields.Words(fields.Need("sizes"));
        if (sizeWords.Length != dimension)
        {
            throw InputError.Of(fields.FilePath, "sizes", string.Join(' ', sizeWords), $"{dimension} numbers, as many as 'dimension' says");
        }

        int[] sizes = [.. sizeWords.Select(word => fields.Int("sizes", word, 1, int.MaxValue))];
        string[] directions = PerAxis(fields, "space directions", dimension);
        int[] spatial = SpatialAxes(fields, sizes, directions, out int layers);
        Size3 size = new(sizes[spatial[0]], sizes[spatial[1]], sizes[spatial[2]]);
        AffineTransform map = directions.Length > 0
            ? FromDirections(fields, [.. spatial.Select(axis => directions[axis])], notes)
            : FromSpacings(fields, spatial, dimension, notes);
        return (ImageHeader.MakeGrid(fields.FilePath, size, map), layers);
    }

    private static int[] SpatialAxes(NrrdFields fields, int[] sizes, string[] directions, out int layers)
    {
        layers = 1;
        string[] kinds = PerAxis(fields, "kinds", sizes.Length);
        bool IsSpatial(int axis) =>
            (directions.Length == 0 || directions[axis] != "none") && (kinds.Length == 0 || kinds[axis].ToLowerInvariant() is "domain" or "space" or "???" or "none");

        int[] others = [.. Enumerable.Range(0, sizes.Length).Where(axis => !IsSpatial(axis))];
        int[] spatial = [.. Enumerable.Range(0, sizes.Length).Where(IsSpatial)];
        if (sizes.Length == 4 && spatial.Length == 4 && sizes[3] == 1)
        {
            return [0, 1, 2];
        }

        if (spatial.Length == 3 && others.All(axis => sizes[axis] == 1))
        {
            return spatial;
        }

        if (spatial.Length == 3 && others is [0] && (kinds.Length == 0 || kinds[0].ToLowerInvariant() is "list" or "vector" or "???" or "none"))
        {
            layers = sizes[0];
            return spatial;
        }

        throw InputError.Of(
            fields.FilePath,
            "sizes",
            string.Join(' ', sizes),
            "three spatial axes (and, in a segmentation, a list axis before them)",
            sizes.Length > 3 ? "a 4-D image holds several frames: save the one that is meant as a 3-D image" : "save the image as a 3-D volume");
    }

    private static AffineTransform FromDirections(NrrdFields fields, string[] directions, List<string> notes)
    {
        Vec3 signs = Signs(fields, notes);
        Vec3 toMm = MillimetresPerUnit(fields, "space units", 3);
        Vec3 Lps(Vec3 v) => new(v.X * signs.X * toMm.X, v.Y * signs.Y * toMm.Y, v.Z * signs.Z * toMm.Z);
        string? origin = fields.Find("space origin");
        if (origin is null)
        {
            notes.Add($"{fields.FilePath}: no 'space origin'; the first voxel is taken to lie at (0, 0, 0) mm");
        }

        return new(
            new(Lps(Vector(fields, "space directions", directions[0])), Lps(Vector(fields, "space directions", directions[1])), Lps(Vector(fields, "space directions", directions[2]))),
            origin is null ? default : Lps(Vector(fields, "space origin", origin)));
    }

    private static AffineTransform FromSpacings(NrrdFields fields, int[] spatial, int dimension, List<string> notes)
    {
        string[] words = PerAxis(fields, "spacings", dimension);
        if (words.Length == 0)
        {
            throw InputError.Of(fields.FilePath, "voxel size", null, "'space directions' or 'spacings' in the header", "save the image from a program that writes its geometry");
        }

        string[] units = PerAxis(fields, "units", dimension);
        double Spacing(int axis)
        {
            double spacing = fields.Number("spacings", words[axis]) * (units.Length == 0 ? 1 : Millimetres(fields, "units", units[axis]));
            return spacing > 0 ? spacing : throw InputError.Of(fields.FilePath, "spacings", words[axis], "a number above 0");
        }

        notes.Add($"{fields.FilePath}: the header gives spacings but neither directions nor an origin; axes are taken as L, P, S from (0, 0, 0) mm");
        return new(new(new(Spacing(spatial[0]), 0, 0), new(0, Spacing(spatial[1]), 0), new(0, 0, Spacing(spatial[2]))), default);
    }

    private static Vec3 Signs(NrrdFields fields, List<string> notes)
    {
        string? space = fields.Find("space");
        if (space is null)
        {
            string dimension = fields.Find("space dimension") ?? throw InputError.Of(fields.FilePath, "space", null, "the patient axes, e.g. left-posterior-superior");
            fields.Int("space dimension", dimension, 3, 3);
            notes.Add($"{fields.FilePath}: the header does not name its space; its coordinates are taken as left-posterior-superior");
            return new(1, 1, 1);
        }

        return SignsToLps.TryGetValue(space, out Vec3 signs)
            ? signs
            : throw InputError.Of(fields.FilePath, "space", space, "left-posterior-superior, right-anterior-superior or left-anterior-superior (LPS, RAS, LAS)");
    }

    private static Vec3 Vector(NrrdFields fields, string field, string text)
    {
        string[] parts = text.Trim().TrimStart('(').TrimEnd(')').Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 3
            ? new(fields.Number(field, parts[0]), fields.Number(field, parts[1]), fields.Number(field, parts[2]))
            : throw InputError.Of(fields.FilePath, field, text, "three numbers, (x,y,z)");
    }

    private static Vec3 MillimetresPerUnit(NrrdFields fields, string field, int count)
    {
        string[] units = PerAxis(fields, field, count);
        return units.Length == 0
            ? new(1, 1, 1)
            : new(Millimetres(fields, field, units[0]), Millimetres(fields, field, units[1]), Millimetres(fields, field, units[2]));
    }

    private static double Millimetres(NrrdFields fields, string field, string unit) =>
        unit.Length == 0 || unit == "???" ? 1
        : MillimetresPer.TryGetValue(unit, out double factor) ? factor
        : throw InputError.Of(fields.FilePath, field, unit, "mm, cm, m or um");

    /// <summary>The parts of a field that has one value an axis: quoted strings, vectors in parentheses, or words. Empty where the field is absent.</summary>
    private static string[] PerAxis(NrrdFields fields, string field, int count)
    {
        if (fields.Find(field) is not { } text)
        {
            return [];
        }

        string[] parts = [.. AxisValues().Matches(text).Select(match => match.Value.Trim('"'))];
        return parts.Length == count
            ? parts
            : throw InputError.Of(fields.FilePath, field, text, $"{count} values, one an axis");
    }

    [GeneratedRegex("""\([^()]*\)|"[^"]*"|[^\s"()]+""")]
    private static partial Regex AxisValues();
}

using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Nifti;

/// <summary>
/// Where a NIfTI image lies: its sform where the file has one, else its qform, else its voxel sizes alone with the axes taken as
/// L, P, S from origin 0 (a note says so). NIfTI counts to the right and to the front (RAS); here it is turned to LPS.
/// </summary>
internal static class NiftiGeometry
{
    /// <summary>Beyond this share of a voxel a disagreement of sform and qform is told.</summary>
    private const double Disagreement = 0.1;

    internal static VoxelGrid Grid(string path, NiftiHeader header, Size3 size, List<string> notes)
    {
        double toMm = (header.Units & 7) switch
        {
            0 or 2 => 1,
            1 => 1000,
            3 => 1e-3,
            _ => throw InputError.Of(path, "xyzt_units", header.Units, "millimetres, metres or micrometres"),
        };
        if (header.SformCode > 0)
        {
            VoxelGrid grid = ImageHeader.MakeGrid(path, size, ToLps(Sform(header), toMm));
            if (header.QformCode > 0 && TryQform(header) is { } other)
            {
                CompareForms(path, grid, ToLps(other, toMm), notes);
            }

            return grid;
        }

        double[] spacing = header.PixDim[1..4];
        if (!spacing.All(s => double.IsFinite(s) && s > 0))
        {
            throw InputError.Of(path, "pixdim", string.Join(' ', spacing), "three voxel sizes above 0");
        }

        if (header.QformCode > 0)
        {
            AffineTransform qform = TryQform(header) ?? throw InputError.Of(path, "quatern", string.Join(' ', header.Qform), "finite numbers of a unit quaternion");
            return ImageHeader.MakeGrid(path, size, ToLps(qform, toMm));
        }

        notes.Add($"{path}: neither sform nor qform says where the image lies; axes are taken as L, P, S from (0, 0, 0) mm");
        return ImageHeader.MakeGrid(path, size, new(new(new(spacing[0] * toMm, 0, 0), new(0, spacing[1] * toMm, 0), new(0, 0, spacing[2] * toMm)), default));
    }

    private static AffineTransform Sform(NiftiHeader header)
    {
        double[] s = header.Sform;
        return new(Mat3.FromRows(new(s[0], s[1], s[2]), new(s[4], s[5], s[6]), new(s[8], s[9], s[10])), new(s[3], s[7], s[11]));
    }

    /// <summary>The rotation of a unit quaternion, with the voxel sizes; null where there is none.</summary>
    private static AffineTransform? TryQform(NiftiHeader header)
    {
        double[] q = header.Qform;
        double[] pixDim = header.PixDim;
        double b = q[0], c = q[1], d = q[2];
        double squares = (b * b) + (c * c) + (d * d);

        // float32 components of a half turn may add up to slightly more than 1.
        const double Rounding = 1e-5;
        if (!(squares <= 1 + Rounding) || !pixDim[1..4].All(s => double.IsFinite(s) && s > 0))
        {
            return null;
        }

        double norm = Math.Max(1, Math.Sqrt(squares));
        (b, c, d) = (b / norm, c / norm, d / norm);
        double a = Math.Sqrt(Math.Max(0, 1 - ((b * b) + (c * c) + (d * d))));
        double flip = pixDim[0] < 0 ? -1 : 1;
        var x = new Vec3((a * a) + (b * b) - (c * c) - (d * d), 2 * ((b * c) + (a * d)), 2 * ((b * d) - (a * c)));
        var y = new Vec3(2 * ((b * c) - (a * d)), (a * a) + (c * c) - (b * b) - (d * d), 2 * ((c * d) + (a * b)));
        var z = new Vec3(2 * ((b * d) + (a * c)), 2 * ((c * d) - (a * b)), (a * a) + (d * d) - (c * c) - (b * b));
        return new(new(pixDim[1] * x, pixDim[2] * y, flip * pixDim[3] * z), new(q[3], q[4], q[5]));
    }

    private static AffineTransform ToLps(AffineTransform ras, double toMm)
    {
        Vec3 Lps(Vec3 v) => new(-toMm * v.X, -toMm * v.Y, toMm * v.Z);
        return new(new(Lps(ras.Matrix.ColumnX), Lps(ras.Matrix.ColumnY), Lps(ras.Matrix.ColumnZ)), Lps(ras.TranslationMm));
    }

    private static void CompareForms(string path, VoxelGrid sform, AffineTransform qform, List<string> notes)
    {
        var far = new Vec3(sform.Size.X - 1, sform.Size.Y - 1, sform.Size.Z - 1);
        double largestMm = new Vec3[] { default, new(far.X, 0, 0), new(0, far.Y, 0), new(0, 0, far.Z), far }
            .Max(corner => (sform.IndexToPoint.Apply(corner) - qform.Apply(corner)).Length);
        if (!(largestMm <= Disagreement * Math.Min(sform.SpacingMm.X, Math.Min(sform.SpacingMm.Y, sform.SpacingMm.Z))))
        {
            notes.Add($"{path}: sform and qform place the image up to {largestMm:G4} mm apart; the sform is used");
        }
    }
}

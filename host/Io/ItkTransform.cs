using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io;

/// <summary>
/// ITK's linear transforms from their parameters (itkMatrixOffsetTransformBase, itkEuler3DTransform, itkVersorRigid3DTransform,
/// itkSimilarity3DTransform, itkTranslationTransform): a point p goes to M (p - c) + c + t with the centre c among the fixed parameters.
/// </summary>
internal static class ItkTransform
{
    private const string Precisions = "_3_3";

    /// <summary>The class name without precision and dimensions, which must be 3.</summary>
    internal static string TypeName(string path, string type)
    {
        foreach (string ending in new[] { "_double" + Precisions, "_float" + Precisions })
        {
            if (type.EndsWith(ending, StringComparison.Ordinal))
            {
                return type[..^ending.Length];
            }
        }

        throw InputError.Of(path, "Transform", type, "a 3-D transform, ending in _double_3_3 or _float_3_3");
    }

    internal static AffineTransform Make(string path, string type, double[] parameters, double[] fixedParameters)
    {
        double[] p = parameters;
        switch (type)
        {
            case "AffineTransform" or "MatrixOffsetTransformBase":
                Count(path, type, p, 12);
                return Centred(path, Mat3.FromRows(new(p[0], p[1], p[2]), new(p[3], p[4], p[5]), new(p[6], p[7], p[8])), new(p[9], p[10], p[11]), fixedParameters);
            case "Euler3DTransform":
                Count(path, type, p, 6);
                return Centred(path, Euler(p, fixedParameters is [_, _, _, not 0]), new(p[3], p[4], p[5]), fixedParameters);
            case "VersorRigid3DTransform":
                Count(path, type, p, 6);
                return Centred(path, Versor(path, p), new(p[3], p[4], p[5]), fixedParameters);
            case "Similarity3DTransform":
                Count(path, type, p, 7);
                Mat3 turned = Versor(path, p);
                return Centred(path, new(p[6] * turned.ColumnX, p[6] * turned.ColumnY, p[6] * turned.ColumnZ), new(p[3], p[4], p[5]), fixedParameters);
            case "TranslationTransform":
                Count(path, type, p, 3);
                return new(Mat3.Identity, new(p[0], p[1], p[2]));
            case "IdentityTransform":
                return AffineTransform.Identity;
            default:
                throw InputError.Of(
                    path,
                    "Transform",
                    type,
                    "AffineTransform, MatrixOffsetTransformBase, Euler3DTransform, VersorRigid3DTransform, Similarity3DTransform, TranslationTransform, or a composite of them",
                    "a transform that is not linear cannot place a grid: resample the image with it instead");
        }
    }

    private static AffineTransform Centred(string path, Mat3 matrix, Vec3 translation, double[] fixedParameters)
    {
        if (fixedParameters.Length is not (3 or 4))
        {
            throw InputError.Of(path, "FixedParameters", string.Join(' ', fixedParameters), "the three coordinates of the centre");
        }

        var centre = new Vec3(fixedParameters[0], fixedParameters[1], fixedParameters[2]);
        return new(matrix, translation + centre - (matrix * centre));
    }

    /// <summary>ITK's default order is Z X Y; a fourth fixed parameter other than 0 asks for Z Y X.</summary>
    private static Mat3 Euler(double[] angles, bool orderZyx)
    {
        (double sx, double cx) = Math.SinCos(angles[0]);
        (double sy, double cy) = Math.SinCos(angles[1]);
        (double sz, double cz) = Math.SinCos(angles[2]);
        var x = Mat3.FromRows(new(1, 0, 0), new(0, cx, -sx), new(0, sx, cx));
        var y = Mat3.FromRows(new(cy, 0, sy), new(0, 1, 0), new(-sy, 0, cy));
        var z = Mat3.FromRows(new(cz, -sz, 0), new(sz, cz, 0), new(0, 0, 1));
        return orderZyx ? z * y * x : z * x * y;
    }

    private static Mat3 Versor(string path, double[] p)
    {
        double x = p[0], y = p[1], z = p[2];
        double squares = (x * x) + (y * y) + (z * z);
        if (squares > 1)
        {
            throw InputError.Of(path, "Parameters", $"{x} {y} {z}", "a versor (the vector part of a unit quaternion), no longer than 1");
        }

        double w = Math.Sqrt(1 - squares);
        return Mat3.FromRows(
            new(1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (z * w)), 2 * ((x * z) + (y * w))),
            new(2 * ((x * y) + (z * w)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (x * w))),
            new(2 * ((x * z) - (y * w)), 2 * ((y * z) + (x * w)), 1 - (2 * ((x * x) + (y * y)))));
    }

    private static void Count(string path, string type, double[] parameters, int expected)
    {
        if (parameters.Length != expected)
        {
            throw InputError.Of(path, $"number of parameters of {type}", parameters.Length, $"{expected}");
        }
    }
}

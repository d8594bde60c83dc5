using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// A DICOM spatial registration object (PS3.3, C.20.2): each of its items carries points of one frame of reference into the registered frame,
/// which is the frame of reference of the object itself. Rigid ones are read.
/// </summary>
/// <param name="Source">The file.</param>
/// <param name="RegisteredFrameUid">Frame that all matrices map to.</param>
/// <param name="ToRegistered">For each frame the map of its points into the registered frame; that of the registered frame is the identity.</param>
internal sealed record SpatialRegistration(string Source, string RegisteredFrameUid, IReadOnlyDictionary<string, AffineTransform> ToRegistered)
{
    private const double RigidTolerance = 1e-3; // matrices come as decimal strings, and some systems write few digits
    private const double SameTolerance = 1e-6;
    private const string HowElse = "give an ITK transform instead";

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is no registration object, or not a rigid one.</exception>
    internal static SpatialRegistration Read(string path)
    {
        DicomDataset dataset = DicomFile.Open(path).Dataset;
        string? sopClass = dataset.TryGetText(DicomTag.SOPClassUID);
        if (sopClass == DicomUID.DeformableSpatialRegistrationStorage.UID)
        {
            throw new InvalidInputException($"{path}: this registration is deformable and cannot place a grid; resample the image with it, or give a rigid one");
        }

        if (sopClass != DicomUID.SpatialRegistrationStorage.UID)
        {
            throw dataset.Wrong(DicomTag.SOPClassUID, $"{sopClass}", $"{DicomUID.SpatialRegistrationStorage} (spatial registration)");
        }

        string registered = dataset.GetSingleValue<string>(DicomTag.FrameOfReferenceUID).Trim();
        var maps = new Dictionary<string, AffineTransform>(StringComparer.Ordinal);
        foreach (DicomDataset item in dataset.GetSequence(DicomTag.RegistrationSequence).Items)
        {
            if (item.TryGetText(DicomTag.FrameOfReferenceUID)?.Trim() is not { } frame)
            {
                continue; // an item that names images alone does not say which frame they lie in
            }

            AffineTransform map = MapOf(item);
            if (maps.TryGetValue(frame, out AffineTransform? other) && !AreSame(map, other))
            {
                throw item.Wrong(DicomTag.FrameOfReferenceUID, $"{frame} twice, with different matrices", "each frame once");
            }

            maps[frame] = map;
        }

        if (maps.TryGetValue(registered, out AffineTransform? own) && !AreSame(own, AffineTransform.Identity))
        {
            throw dataset.Wrong(DicomTag.FrameOfReferenceUID, $"{registered}, which an item moves as well", "a registered frame that stays where it is");
        }

        maps[registered] = AffineTransform.Identity;
        return maps.Count > 1 ? new(path, registered, maps)
            : throw dataset.Wrong(DicomTag.RegistrationSequence, "no item with a frame of reference beside the registered one", "the frame that is to be placed");
    }

    /// <summary>The map of points of one frame into another.</summary>
    /// <param name="from">Frame of the points (the dose frame).</param>
    /// <param name="to">Frame that they are wanted in (the input's).</param>
    /// <param name="option">The option that asks, for messages.</param>
    /// <exception cref="InvalidInputException">One of the frames is not known, or not among those of the object.</exception>
    internal AffineTransform Between(string? from, string? to, string option)
    {
        AffineTransform fromMap = Known(from, "the dose frame", option);
        AffineTransform toMap = Known(to, "the input", option);
        return from == to
            ? throw new InvalidInputException($"{option} {Source}: the input lies in the dose frame {from} already; leave the option out")
            : toMap.Inverse().After(fromMap);
    }

    private AffineTransform Known(string? frame, string whose, string option)
    {
        if (frame is null)
        {
            throw new InvalidInputException(
                $"{option} {Source}: a registration object is matched by frames of reference, and {whose} has none (its file is no DICOM, or leaves it out); {HowElse}");
        }

        return ToRegistered.TryGetValue(frame, out AffineTransform? map) ? map : throw new InvalidInputException(
            $"{option} {Source}: {whose} lies in frame of reference {frame}; the registration is between {string.Join(" and ", ToRegistered.Keys)}");
    }

    private static AffineTransform MapOf(DicomDataset item)
    {
        IReadOnlyList<DicomDataset> registrations = item.GetItems(DicomTag.MatrixRegistrationSequence);
        if (registrations.Count != 1)
        {
            throw item.Wrong(DicomTag.MatrixRegistrationSequence, $"{registrations.Count} items", "one");
        }

        AffineTransform[] moving = [.. registrations[0].GetItems(DicomTag.MatrixSequence).Select(Matrix).Where(map => !AreSame(map, AffineTransform.Identity))];
        return moving.Length switch
        {
            0 => AffineTransform.Identity,
            1 => moving[0],
            _ => throw registrations[0].Wrong(DicomTag.MatrixSequence, $"{moving.Length} matrices to be combined", $"one; {HowElse}"),
        };
    }

    private static AffineTransform Matrix(DicomDataset item)
    {
        string? kind = item.TryGetText(DicomTag.FrameOfReferenceTransformationMatrixType)?.Trim();
        if (kind is not (null or "RIGID"))
        {
            throw item.Wrong(DicomTag.FrameOfReferenceTransformationMatrixType, $"'{kind}'", $"RIGID; an image that has to be scaled or sheared to fit is not placed, {HowElse}");
        }

        double[] m = item.GetValues<double>(DicomTag.FrameOfReferenceTransformationMatrix);
        if (m.Length != 16 || !m.All(double.IsFinite) || m[12] != 0 || m[13] != 0 || m[14] != 0 || m[15] != 1)
        {
            throw item.Wrong(DicomTag.FrameOfReferenceTransformationMatrix, string.Join('\\', m), "16 finite numbers by rows, the last row 0\\0\\0\\1");
        }

        Mat3 rotation = Mat3.FromRows(new(m[0], m[1], m[2]), new(m[4], m[5], m[6]), new(m[8], m[9], m[10]));
        return IsRotation(rotation) ? new(rotation, new(m[3], m[7], m[11]))
            : throw item.Wrong(DicomTag.FrameOfReferenceTransformationMatrix, string.Join('\\', m), "a rotation and a shift, neither scaled nor mirrored");
    }

    private static bool IsRotation(Mat3 m) =>
        Math.Abs(m.ColumnX.Length - 1) < RigidTolerance && Math.Abs(m.ColumnY.Length - 1) < RigidTolerance && Math.Abs(m.ColumnZ.Length - 1) < RigidTolerance &&
        Math.Abs(m.Determinant - 1) < 3 * RigidTolerance;

    private static bool AreSame(AffineTransform a, AffineTransform b) =>
        Enumerable.Range(0, 3).All(axis => (a.Matrix.Column(axis) - b.Matrix.Column(axis)).Length < SameTolerance) && (a.TranslationMm - b.TranslationMm).Length < SameTolerance;
}

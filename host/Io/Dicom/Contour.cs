using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>A closed contour.</summary>
/// <param name="Number">Its number in the ROI, from 1, for messages.</param>
/// <param name="Points">Vertices, LPS mm; the last joins the first.</param>
/// <param name="IsXor">Whether it is to be combined with others of its plane by exclusive or (CLOSEDPLANAR_XOR).</param>
internal sealed record Contour(int Number, Vec3[] Points, bool IsXor)
{
    /// <summary>Vector along the normal whose length is the area (Newell).</summary>
    internal Vec3 AreaVector()
    {
        Vec3 sum = default;
        Vec3 origin = Points[0];
        for (int i = 1; i + 1 < Points.Length; i++)
        {
            sum += Vec3.Cross(Points[i] - origin, Points[i + 1] - origin);
        }

        return 0.5 * sum;
    }
}

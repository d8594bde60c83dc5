using System.Buffers.Binary;
using System.Text;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Nifti;

/// <summary>
/// Writes float32 volumes as single-file NIfTI-1, or NIfTI-2 where an axis is longer than a NIfTI-1 header can say. The sform
/// always holds the geometry, the qform too where the axes are orthogonal.
/// </summary>
internal static class NiftiWriter
{
    private const short Float32Code = 16;
    private const short ScannerCode = 1;
    private const byte MillimetreCode = 2;

    internal static void Write(string path, Volume volume, string name, string unit)
    {
        Size3 size = volume.Grid.Size;
        byte[] header = Math.Max(size.X, Math.Max(size.Y, size.Z)) <= short.MaxValue ? Header1(volume.Grid, name, unit) : Header2(volume.Grid, name, unit);
        using FileStream file = File.Create(path);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file.Write(header);
            VolumeFile.WriteLittleEndian(file, volume.Values);
            return;
        }

        GzipBlocks.Write(file, header, volume.Values);
    }

    private static byte[] Header1(VoxelGrid grid, string name, string unit)
    {
        byte[] header = new byte[NiftiHeader.Bytes1 + 4];
        void Int16(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(at), value);
        void Single(int at, double value) => BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(at), (float)value);

        var form = new Form(grid);
        BinaryPrimitives.WriteInt32LittleEndian(header, NiftiHeader.Bytes1);
        Int16(40, 3);
        for (int axis = 0; axis < 7; axis++)
        {
            Int16(42 + (2 * axis), (short)(axis < 3 ? grid.Size[axis] : 1));
        }

        Int16(70, Float32Code);
        Int16(72, 32);
        for (int i = 0; i < 4; i++)
        {
            Single(76 + (4 * i), form.PixDim[i]);
        }

        Single(108, header.Length);
        Single(112, 1);
        header[123] = MillimetreCode;
        Ascii(header, 148, 79, NiftiReader.Describe(unit));
        Int16(252, form.HasQform ? ScannerCode : (short)0);
        Int16(254, ScannerCode);
        for (int i = 0; i < 6; i++)
        {
            Single(256 + (4 * i), form.Qform[i]);
        }

        for (int i = 0; i < 12; i++)
        {
            Single(280 + (4 * i), form.Sform[i]);
        }

        Ascii(header, 328, 15, name);
        "n+1"u8.CopyTo(header.AsSpan(344));
        return header;
    }

    private static byte[] Header2(VoxelGrid grid, string name, string unit)
    {
        byte[] header = new byte[NiftiHeader.Bytes2 + 4];
        void Int16(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(at), value);
        void Int32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at), value);
        void Int64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(at), value);
        void Double(int at, double value) => BinaryPrimitives.WriteDoubleLittleEndian(header.AsSpan(at), value);

        var form = new Form(grid);
        Int32(0, NiftiHeader.Bytes2);
        "n+2\0\r\n\x1a\n"u8.CopyTo(header.AsSpan(4));
        Int16(12, Float32Code);
        Int16(14, 32);
        Int64(16, 3);
        for (int axis = 0; axis < 7; axis++)
        {
            Int64(24 + (8 * axis), axis < 3 ? grid.Size[axis] : 1);
        }

        for (int i = 0; i < 4; i++)
        {
            Double(104 + (8 * i), form.PixDim[i]);
        }

        Int64(168, header.Length);
        Double(176, 1);
        Ascii(header, 240, 79, NiftiReader.Describe(unit));
        Int32(344, form.HasQform ? ScannerCode : 0);
        Int32(348, ScannerCode);
        for (int i = 0; i < 6; i++)
        {
            Double(352 + (8 * i), form.Qform[i]);
        }

        for (int i = 0; i < 12; i++)
        {
            Double(400 + (8 * i), form.Sform[i]);
        }

        Int32(500, MillimetreCode);
        Ascii(header, 508, 15, name);
        return header;
    }

    private static void Ascii(byte[] header, int at, int most, string text) =>
        Encoding.ASCII.GetBytes(text.Length > most ? text[..most] : text).CopyTo(header, at);

    /// <summary>The geometry in NIfTI's words, RAS.</summary>
    private sealed class Form
    {
        internal Form(VoxelGrid grid)
        {
            Mat3 m = grid.IndexToPoint.Matrix;
            Vec3 o = grid.OriginMm;
            Sform =
            [
                -m.ColumnX.X, -m.ColumnY.X, -m.ColumnZ.X, -o.X,
                -m.ColumnX.Y, -m.ColumnY.Y, -m.ColumnZ.Y, -o.Y,
                m.ColumnX.Z, m.ColumnY.Z, m.ColumnZ.Z, o.Z,
            ];
            double flip = grid.Direction.Determinant < 0 ? -1 : 1;
            PixDim = [flip, grid.SpacingMm.X, grid.SpacingMm.Y, grid.SpacingMm.Z];
            HasQform = grid.IsOrthogonal;
            Vec3 quaternion = HasQform ? Quaternion(grid.Direction, flip) : default;
            Qform = [quaternion.X, quaternion.Y, quaternion.Z, -o.X, -o.Y, o.Z];
        }

        internal bool HasQform { get; }

        internal double[] PixDim { get; }

        internal double[] Qform { get; }

        internal double[] Sform { get; }

        /// <summary>b, c, d of the unit quaternion with a >= 0 that turns the array axes into RAS (x, y reversed), z flipped where the axes are left-handed.</summary>
        private static Vec3 Quaternion(Mat3 lps, double flip)
        {
            double r11 = -lps.ColumnX.X, r12 = -lps.ColumnY.X, r13 = -flip * lps.ColumnZ.X;
            double r21 = -lps.ColumnX.Y, r22 = -lps.ColumnY.Y, r23 = -flip * lps.ColumnZ.Y;
            double r31 = lps.ColumnX.Z, r32 = lps.ColumnY.Z, r33 = flip * lps.ColumnZ.Z;

            // The largest of the four squares is at least 1/4, so that its root is a safe divisor.
            double[] squares = [1 + r11 + r22 + r33, 1 + r11 - r22 - r33, 1 - r11 + r22 - r33, 1 - r11 - r22 + r33];
            int largest = Array.IndexOf(squares, squares.Max());
            double half = Math.Sqrt(squares[largest]) / 2;
            double quarter = 1 / (4 * half);
            (double a, double b, double c, double d) = largest switch
            {
                0 => (half, (r32 - r23) * quarter, (r13 - r31) * quarter, (r21 - r12) * quarter),
                1 => ((r32 - r23) * quarter, half, (r12 + r21) * quarter, (r13 + r31) * quarter),
                2 => ((r13 - r31) * quarter, (r12 + r21) * quarter, half, (r23 + r32) * quarter),
                _ => ((r21 - r12) * quarter, (r13 + r31) * quarter, (r23 + r32) * quarter, half),
            };
            return (a < 0 ? -1 : 1) * new Vec3(b, c, d);
        }
    }
}

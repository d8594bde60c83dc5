using System.IO.Compression;
using System.Text;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.MetaImage;

/// <summary>Writes float32 volumes as MetaImage with zlib compression: .mha in one file, .mhd with a .zraw beside it.</summary>
internal static class MetaImageWriter
{
    /// <summary>Room for the size of the compressed data, which is known only after they are written.</summary>
    private const int SizeDigits = 20;

    internal static void Write(string path, Volume volume, string name, string unit)
    {
        bool local = path.EndsWith(".mha", StringComparison.OrdinalIgnoreCase);
        string dataPath = local ? path : Path.ChangeExtension(path, ".zraw");
        using FileStream data = File.Create(dataPath);
        if (local)
        {
            data.Write(Header(volume.Grid, name, unit, 0, "LOCAL"));
        }

        long start = data.Position;
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            VolumeFile.WriteLittleEndian(zlib, volume.Values);
        }

        byte[] header = Header(volume.Grid, name, unit, data.Position - start, local ? "LOCAL" : Path.GetFileName(dataPath));
        if (local)
        {
            data.Position = 0;
            data.Write(header);
        }
        else
        {
            File.WriteAllBytes(path, header);
        }
    }

    private static byte[] Header(VoxelGrid grid, string name, string unit, long compressedBytes, string dataFile)
    {
        Mat3 d = grid.Direction;
        string text =
            $"""
            ObjectType = Image
            NDims = 3
            Comment = {VolumeFile.WriterName}
            Name = {name}
            Unit = {unit}
            BinaryData = True
            BinaryDataByteOrderMSB = False
            CompressedData = True
            CompressedDataSize = {compressedBytes.ToString().PadLeft(SizeDigits)}
            TransformMatrix = {Text(d.ColumnX)} {Text(d.ColumnY)} {Text(d.ColumnZ)}
            Offset = {Text(grid.OriginMm)}
            CenterOfRotation = 0 0 0
            ElementSpacing = {Text(grid.SpacingMm)}
            DimSize = {grid.Size.X} {grid.Size.Y} {grid.Size.Z}
            ElementType = MET_FLOAT
            ElementDataFile = {dataFile}

            """.ReplaceLineEndings("\n");
        return Encoding.ASCII.GetBytes(text);
    }

    private static string Text(Vec3 v) => $"{v.X:R} {v.Y:R} {v.Z:R}";
}

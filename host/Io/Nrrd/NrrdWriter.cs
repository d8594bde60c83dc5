using System.Text;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Nrrd;

/// <summary>Writes float32 volumes as gzip-compressed NRRD in LPS mm.</summary>
internal static class NrrdWriter
{
    internal static void Write(string path, Volume volume, string name, string unit)
    {
        VoxelGrid grid = volume.Grid;
        Mat3 m = grid.IndexToPoint.Matrix;
        string header =
            $"""
            NRRD0004
            # {VolumeFile.WriterName}
            content: {name}
            type: float
            dimension: 3
            space: left-posterior-superior
            sizes: {grid.Size.X} {grid.Size.Y} {grid.Size.Z}
            space directions: {Text(m.ColumnX)} {Text(m.ColumnY)} {Text(m.ColumnZ)}
            kinds: domain domain domain
            endian: little
            encoding: gzip
            space units: "mm" "mm" "mm"
            space origin: {Text(grid.OriginMm)}
            sample units: "{unit}"

            """.ReplaceLineEndings("\n") + "\n";
        using FileStream file = File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(header));
        GzipBlocks.Write(file, [], volume.Values);
    }

    private static string Text(Vec3 v) => $"({v.X:R},{v.Y:R},{v.Z:R})";
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io.Labels;

/// <summary>
/// Writes structures of one grid as a Slicer segmentation (.seg.nrrd): a layer for each, so that they may overlap. A voxel belongs to a structure
/// where it is covered by half or more.
/// </summary>
internal static class SlicerSegmentationWriter
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="ArgumentException">There is no structure, or they lie on different grids.</exception>
    internal static void Write(string path, IReadOnlyList<Structure> structures)
    {
        if (structures.Count == 0 || structures.Any(s => !s.Grid.IsSameAs(structures[0].Grid)))
        {
            throw new ArgumentException("a segmentation file holds one or more structures of one grid", nameof(structures));
        }

        VoxelGrid grid = structures[0].Grid;
        var header = new StringBuilder();
        header.Append(CultureInfo.InvariantCulture, $"""
            NRRD0004
            # {VolumeFile.WriterName}
            type: unsigned char
            dimension: 4
            space: left-posterior-superior
            sizes: {structures.Count} {grid.Size.X} {grid.Size.Y} {grid.Size.Z}
            space directions: none {Vector(0)} {Vector(1)} {Vector(2)}
            kinds: list domain domain domain
            encoding: gzip
            space origin: ({grid.OriginMm.X:R},{grid.OriginMm.Y:R},{grid.OriginMm.Z:R})

            """);
        for (int n = 0; n < structures.Count; n++)
        {
            Structure structure = structures[n];
            Rgb color = structure.Color ?? new(128, 128, 128);
            header.Append(CultureInfo.InvariantCulture, $"""
                Segment{n}_Color:={color.R / 255.0:0.######} {color.G / 255.0:0.######} {color.B / 255.0:0.######}
                Segment{n}_ID:=Segment_{n + 1}
                Segment{n}_LabelValue:=1
                Segment{n}_Layer:={n}
                Segment{n}_Name:={structure.Name}

                """);
        }

        header.Append("Segmentation_MasterRepresentation:=Binary labelmap\n\n");
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(Encoding.UTF8.GetBytes(header.Replace("\r\n", "\n").ToString()));
        using GZipStream gzip = new(file, CompressionLevel.Optimal);
        gzip.Write(Layers(structures, grid));

        string Vector(int axis)
        {
            Vec3 v = grid.IndexToPoint.Matrix.Column(axis);
            return string.Create(CultureInfo.InvariantCulture, $"({v.X:R},{v.Y:R},{v.Z:R})");
        }
    }

    private static byte[] Layers(IReadOnlyList<Structure> structures, VoxelGrid grid)
    {
        byte[] voxels = new byte[grid.Size.Count * structures.Count];
        for (int layer = 0; layer < structures.Count; layer++)
        {
            foreach (CoverageRun run in structures[layer].Runs.Where(run => run.Coverage >= 0.5f))
            {
                for (int voxel = run.Start; voxel < run.Start + run.Length; voxel++)
                {
                    voxels[(voxel * (long)structures.Count) + layer] = 1;
                }
            }
        }

        return voxels;
    }
}

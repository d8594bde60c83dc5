using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

public sealed class RtStructWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voxeldose-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Holes_AreKeyholes_AndIslandsInThemOutlinesOfTheirOwn()
    {
        // Two holes side by side, in the left one an island with a hole of its own, and voxels that meet at corners.
        string[] rows =
        [
            "..............",
            ".############.",
            ".#.....##...#.",
            ".#.###.##.#.#.",
            ".#.#.#.##..##.",
            ".#.###.##...#.",
            ".#.....##...#.",
            ".############.",
            "............#.",
        ];
        Structure structure = Of(rows);
        DicomFile file = RtStructWriter.Create([structure], SegTests.Export());
        IReadOnlyList<DicomDataset> contours = file.Dataset.GetItems(DicomTag.ROIContourSequence)[0].GetItems(DicomTag.ContourSequence);
        Assert.Equal(2 * 3, contours.Count); // outer outline, island, lone voxel of the right hole; in two planes
        Assert.All(contours, contour => Assert.Equal("CLOSED_PLANAR", contour.TryGetText(DicomTag.ContourGeometricType)));

        // Whatever rule a reader fills by, a point counts where contours wind round it; none may be inside two.
        for (int y = 0; y < rows.Length; y++)
        {
            for (int x = 0; x < rows[0].Length; x++)
            {
                int winding = contours.Take(3).Sum(contour => Winding(contour, 2 * x, 2 * y));
                Assert.Equal(rows[y][x] == '#' ? 1 : 0, winding);
            }
        }

        Assert.Equal(structure.VolumeMl, Assert.Single(Save(file).Structures).VolumeMl, 1e-3);
    }

    [Fact]
    public void ContourOfThousandsOfPoints_IsWrittenAndReadBack()
    {
        // A comb: more points than the 64 KiB of a value in explicit VR hold.
        string full = new('#', 4001);
        string teeth = string.Concat(Enumerable.Range(0, 4001).Select(x => x % 2 == 0 ? "#" : "."));
        Structure comb = Of([full, teeth], voxelMm: 0.5);
        DicomFile file = RtStructWriter.Create([comb], SegTests.Export());
        Assert.True(file.Dataset.GetItems(DicomTag.ROIContourSequence)[0].GetItems(DicomTag.ContourSequence)[0].GetSingleValue<int>(DicomTag.NumberOfContourPoints) > 8000);
        DicomStructures read = Save(file);
        Assert.Equal(comb.VolumeMl, Assert.Single(read.Structures).VolumeMl, 1e-3 * comb.VolumeMl);
        Assert.Equal(DicomTransferSyntax.ImplicitVRLittleEndian, DicomFile.Open(Path.Combine(_folder.FullName, "set.dcm")).TransferSyntax);
    }

    /// <summary>Two planes of voxels, the first centre at the origin.</summary>
    private static Structure Of(string[] rows, double voxelMm = 2)
    {
        int width = rows[0].Length;
        var grid = VoxelGrid.AxisAligned(new(width, rows.Length, 2), new(voxelMm, voxelMm, 3));
        string all = string.Concat(rows);
        return Structure.FromCoverage("target", StructureRole.Tumor, null, grid, i => all[i % all.Length] == '#' ? 1 : 0);
    }

    private static int Winding(DicomDataset contour, double x, double y)
    {
        double[] data = contour.GetValues<double>(DicomTag.ContourData);
        int winding = 0;
        for (int i = 0; i < data.Length; i += 3)
        {
            int next = (i + 3) % data.Length;
            (double ax, double ay, double bx, double by) = (data[i] - x, data[i + 1] - y, data[next] - x, data[next + 1] - y);
            bool crosses = (ay > 0) != (by > 0) && ax + ((bx - ax) * ay / (ay - by)) > 0;
            winding += crosses ? by > ay ? 1 : -1 : 0;
        }

        return winding;
    }

    private DicomStructures Save(DicomFile file)
    {
        string path = Path.Combine(_folder.FullName, "set.dcm");
        file.Save(path);
        return DicomStructureReader.Read(path);
    }
}

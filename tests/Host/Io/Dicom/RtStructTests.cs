using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

public sealed class RtStructTests
{
    // Exact along x, sub-rows of 1/16 of 1 mm across: far below 0.1 % for the shapes here.
    private const double AreaTolerance = 1e-3;

    private static readonly Mat3 Oblique = new(
        new(0.9541666, -0.2080757, 0.2151061), new(0.2785886, 0.880128, -0.3843997), Vec3.Cross(new(0.9541666, -0.2080757, 0.2151061), new(0.2785886, 0.880128, -0.3843997)));

    public static TheoryData<double, double, double> Spheres => new()
    {
        { 20, 3, 0.3 },
        { 20, 2.5, 1.2 },
        { 15, 2, 0.7 },
        { 10, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Spheres))]
    public void Sphere_AxialContours_VolumeIsRightToOnePercent(double radiusMm, double spacingMm, double offsetMm)
    {
        Structure sphere = Assert.Single(Read(Sphere(radiusMm, spacingMm, offsetMm, Mat3.Identity)).Structures);
        Assert.Equal(4.0 / 3 * Math.PI * Math.Pow(radiusMm, 3) / 1000, sphere.VolumeMl, 0.01 * sphere.VolumeMl);
        Assert.Equal("target", sphere.Name);
        Assert.Equal(new Rgb(255, 128, 0), sphere.Color);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Sphere_PlanesOfAnyOrientation_SameVolumeAndCentre(int orientation)
    {
        Mat3 axes = orientation switch
        {
            0 => new(new(0, 1, 0), new(0, 0, -1), new(-1, 0, 0)), // sagittal
            1 => new(new(1, 0, 0), new(0, 0, -1), new(0, 1, 0)), // coronal
            _ => Oblique,
        };
        Structure sphere = Assert.Single(Read(Sphere(20, 2, 0.4, axes)).Structures);
        Assert.Equal(4.0 / 3 * Math.PI * 8, sphere.VolumeMl, 0.01 * sphere.VolumeMl);
        Vec3 centre = Centre(sphere);
        Assert.True((centre - new Vec3(10, -20, 30)).Length < 0.05, $"{centre}");
    }

    [Fact]
    public void Hole_AsKeyholeXorOrNestedContour_IsLeftOut()
    {
        double[][] square = [[0, 0], [40, 0], [40, 40], [0, 40]];
        double[][] hole = [[10, 10], [10, 20], [20, 20], [20, 10]];
        double[][] keyhole = [[0, 0], [40, 0], [40, 40], [0, 40], [0, 10], [10, 10], [10, 20], [20, 20], [20, 10], [0, 10]];
        double expected = ((40 * 40) - (10 * 10)) * 2 * 3 / 1000.0;
        Assert.Equal(expected, Volume(("CLOSED_PLANAR", keyhole)), AreaTolerance * expected);
        Assert.Equal(expected, Volume(("CLOSEDPLANAR_XOR", square), ("CLOSEDPLANAR_XOR", hole)), AreaTolerance * expected);
        Assert.Equal(expected, Volume(("CLOSED_PLANAR", square), ("CLOSED_PLANAR", hole)), AreaTolerance * expected);
    }

    [Fact]
    public void Island_InAHole_Counts()
    {
        double expected = ((40 * 40) - (20 * 20) + (6 * 6)) * 2 * 3 / 1000.0;
        Assert.Equal(expected, Volume(("CLOSED_PLANAR", Square(0, 40)), ("CLOSED_PLANAR", Square(10, 20)), ("CLOSED_PLANAR", Square(16, 6))), AreaTolerance * expected);
    }

    [Fact]
    public void Contours_ApartOrTouching_Add()
    {
        double expected = ((10 * 10) + (20 * 20)) * 2 * 3 / 1000.0;
        double[][] touching = [[10, 0], [30, 0], [30, 20], [10, 20]];
        Assert.Equal(expected, Volume(("CLOSED_PLANAR", Square(0, 10)), ("CLOSED_PLANAR", touching)), AreaTolerance * expected);
        double[][] apart = [[50, 0], [70, 0], [70, 20], [50, 20]];
        Assert.Equal(expected, Volume(("CLOSED_PLANAR", Square(0, 10)), ("CLOSED_PLANAR", apart)), AreaTolerance * expected);
    }

    [Fact]
    public void Contours_CrossingOrTwice_AreUnitedWithAWarning()
    {
        DicomStructures crossing = Read(Roi(("CLOSED_PLANAR", Square(0, 20)), ("CLOSED_PLANAR", Square(10, 20))));
        Assert.Equal((400 + 400 - 100) * 2 * 3 / 1000.0, crossing.Structures[0].VolumeMl, 1e-3);
        Assert.Contains(crossing.Warnings, warning => warning.Code == "contours-overlap");
        DicomStructures twice = Read(Roi(("CLOSED_PLANAR", Square(0, 20)), ("CLOSED_PLANAR", Square(0, 20))));
        Assert.Equal(400 * 2 * 3 / 1000.0, twice.Structures[0].VolumeMl, 1e-3);
    }

    [Fact]
    public void Point_OffItsPlane_IsRefusedByName()
    {
        DicomDataset dataset = Roi(("CLOSED_PLANAR", Square(0, 20)));
        DicomDataset contour = dataset.GetFirstItem(DicomTag.ROIContourSequence)!.GetFirstItem(DicomTag.ContourSequence)!;
        double[] data = contour.GetValues<double>(DicomTag.ContourData);
        data[5] += 1.5;
        contour.AddOrUpdate(DicomTag.ContourData, data);
        string message = Assert.Throws<InvalidInputException>(() => Read(dataset)).Message;
        Assert.Contains("'target', contour 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planes_AtUnequalDistances_AreRefused()
    {
        DicomDataset dataset = Build([(Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 0), (Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 3), (Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 7)]);
        Assert.Contains("3 and 7 mm are 4 mm apart", Assert.Throws<InvalidInputException>(() => Read(dataset)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plane_WithoutContourBetweenOthers_IsToldAndLeftEmpty()
    {
        DicomDataset dataset = Build([
            (Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 0), (Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 3), (Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 9)]);
        DicomStructures read = Read(dataset);
        Assert.Equal(400 * 3 * 3 / 1000.0, read.Structures[0].VolumeMl, 1e-3);
        Assert.Contains(read.Warnings, warning => warning.Code == "contours-missing");
    }

    [Fact]
    public void Plane_Alone_IsRefusedAsItsThicknessIsNotTold() => Assert.Contains(
        "one plane alone", Assert.Throws<InvalidInputException>(() => Read(Build([(Mat3.Identity, "CLOSED_PLANAR", Square(0, 20), 0)]))).Message, StringComparison.Ordinal);

    [SharedDataFact("data/dicom/rt-utils")]
    public void RtUtilsFiles_AreReadOrRefused()
    {
        DicomStructures read = DicomStructureReader.Read(SharedData.PathOf("data/dicom/rt-utils/invalid_reference_rt.dcm"));
        Assert.NotEmpty(read.Structures);
        Assert.All(read.Structures, structure => Assert.True(structure.VolumeMl > 0));
        Assert.NotNull(read.FrameOfReferenceUid);

        // Its ROIs lie in one plane each.
        var error = Assert.Throws<InvalidInputException>(() => DicomStructureReader.Read(SharedData.PathOf("data/dicom/rt-utils/rt.dcm")));
        Assert.Contains("one plane alone", error.Message, StringComparison.Ordinal);
    }

    internal static DicomStructures Read(DicomDataset dataset)
    {
        string file = Path.GetTempFileName();
        try
        {
            new DicomFile(dataset).Save(file);
            return DicomStructureReader.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static DicomDataset Sphere(double radiusMm, double spacingMm, double offsetMm, Mat3 axes)
    {
        var contours = new List<(Mat3, string, double[][], double)>();
        for (double z = offsetMm - (spacingMm * Math.Ceiling(radiusMm / spacingMm)); z < radiusMm; z += spacingMm)
        {
            double r = Math.Sqrt(Math.Max(0, (radiusMm * radiusMm) - (z * z)));
            if (r > 0)
            {
                contours.Add((axes, "CLOSED_PLANAR", [.. Enumerable.Range(0, 256).Select(i => new[] { r * Math.Cos(i * Math.PI / 128), r * Math.Sin(i * Math.PI / 128) })], z));
            }
        }

        return Build(contours, new(10, -20, 30));
    }

    private static double[][] Square(double corner, double side) =>
        [[corner, corner], [corner + side, corner], [corner + side, corner + side], [corner, corner + side]];

    private static double Volume(params (string Type, double[][] Points)[] contours) => Assert.Single(Read(Roi(contours)).Structures).VolumeMl;

    /// <summary>The same contours in two planes 3 mm apart.</summary>
    private static DicomDataset Roi(params (string Type, double[][] Points)[] contours) =>
        Build([.. new[] { 0.0, 3.0 }.SelectMany(z => contours.Select(contour => (Mat3.Identity, contour.Type, contour.Points, z)))]);

    private static DicomDataset Build(IEnumerable<(Mat3 Axes, string Type, double[][] Points, double Z)> contours, Vec3 centre = default)
    {
        var sequence = new DicomSequence(DicomTag.ContourSequence);
        foreach ((Mat3 axes, string type, double[][] points, double z) in contours)
        {
            Vec3[] vertices = Array.ConvertAll(points, p => centre + (axes * new Vec3(p[0], p[1], z)));
            sequence.Items.Add(new DicomDataset()
                .AddOrUpdate(DicomTag.ContourGeometricType, type)
                .AddOrUpdate(DicomTag.NumberOfContourPoints, points.Length)
                .AddOrUpdate(DicomTag.ContourData, [.. vertices.SelectMany(v => new[] { Math.Round(v.X, 4), Math.Round(v.Y, 4), Math.Round(v.Z, 4) })]));
        }

        return new DicomDataset()
            .AddOrUpdate(DicomTag.SOPClassUID, DicomUID.RTStructureSetStorage)
            .AddOrUpdate(DicomTag.SOPInstanceUID, DicomUID.Generate())
            .AddOrUpdate(DicomTag.Modality, "RTSTRUCT")
            .AddOrUpdate(DicomTag.StructureSetROISequence, new DicomDataset()
                .AddOrUpdate(DicomTag.ROINumber, 1)
                .AddOrUpdate(DicomTag.ROIName, "target")
                .AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, "1.2.3"))
            .AddOrUpdate(DicomTag.ROIContourSequence, new DicomDataset()
                .AddOrUpdate(DicomTag.ReferencedROINumber, 1)
                .AddOrUpdate(DicomTag.ROIDisplayColor, 255, 128, 0)
                .AddOrUpdate(sequence));
    }

    private static Vec3 Centre(Structure structure)
    {
        Vec3 sum = default;
        double weight = 0;
        foreach (CoverageRun run in structure.Runs)
        {
            for (int i = run.Start; i < run.Start + run.Length; i++)
            {
                Size3 size = structure.Grid.Size;
                Vec3 index = new(i % size.X, i / size.X % size.Y, i / (size.X * size.Y));
                sum += run.Coverage * structure.Grid.IndexToPoint.Apply(index);
                weight += run.Coverage;
            }
        }

        return (1 / weight) * sum;
    }
}

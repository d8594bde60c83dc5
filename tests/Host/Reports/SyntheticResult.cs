using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Reports;

/// <summary>A result with every part filled: an ellipsoid liver with two tumours on a grid finer than the image's.</summary>
internal static class SyntheticResult
{
    internal static readonly Vec3 FirstTumourMm = new(20, 10, 5);

    internal static readonly Vec3 SecondTumourMm = new(-35, 0, -15);

    private static readonly VoxelGrid Image = VoxelGrid.AxisAligned(new(60, 50, 40), new(4, 4, 4), new(-118, -98, -78));

    internal static DoseResult Create(string firstTumourName = "Tumor <1> & \"co\"")
    {
        VoxelGrid fine = VoxelGrid.AxisAligned(new(100, 90, 70), new(2, 2, 2), new(-99, -89, -69));
        Structure liver = Ellipsoid("Liver", StructureRole.Liver, fine, default, new(80, 60, 50));
        Structure first = Ellipsoid(firstTumourName, StructureRole.Tumor, fine, FirstTumourMm, new(18, 18, 18));
        Structure second = Ellipsoid("Tumor 2", StructureRole.Tumor, fine, SecondTumourMm, new(9, 9, 9));
        Structure normal = Structure.FromCoverage("Normal liver", StructureRole.NormalLiver, null, fine, Less(liver, first, second), isDerived: true);
        Structure[] shapes = [liver, first, second, normal];
        Volume activity = Fill(p => 2e5 * Dose(p));
        Volume ldm = Fill(Dose);
        Volume vsv = Fill(p => 0.97 * Dose(p));
        return new()
        {
            Quantification = new()
            {
                Nuclide = "Y-90",
                Convention = "ddep",
                HalfLifeH = 64.04,
                MeanEnergyMeV = 0.9267,
                JPerGBq = 49.38,
                Modality = "y90-pet",
                ImageUnits = "bq-per-ml",
                ReferenceTime = "administration",
                ReferenceTimeRule = "hours given by the user",
                DecayFactor = 1,
                Calibration = "absolute",
                BqPerMlPerImageValue = 1,
                AdministeredMBq = 1400,
                ResidualMBq = 20,
                NetMBq = 1380,
                ActivityInFieldOfViewMBq = 1290.5,
                ActivityInLiverMBq = 1200.25,
                BalanceFraction = 1290.5 / 1380,
                LungShuntFraction = 0.05,
                NegativeFraction = 0.001,
            },
            ActivityBqPerMl = activity,
            Methods =
            [
                new() { Id = "ldm", DurationS = 0.1, DoseGy = ldm },
                new()
                {
                    Id = "vsv", DurationS = 0.4, DoseGy = vsv,
                    Kernel = new("EGSnrc point kernel", [4, 4, 4], 1.05, 1, "separable", "the table has full rank", 12, 2e-4, 0.996),
                },
            ],
            StructureShapes = shapes,
            Structures = [.. shapes.Select((shape, i) => Statistics(shape, 40 + (60 * i)))],
            Dvh = [.. shapes.SelectMany((shape, i) => new[] { Curve(shape.Name, "ldm", 40 + (60 * i)), Curve(shape.Name, "vsv", 38 + (58 * i)) })],
            Derived = new() { TumorToNormalRatio = 5.2, LungDoseGy = 3.4, LungMassKg = 1, LungMassSource = "default", TumorVolumeFraction = 0.05 },
            Checks =
            [
                new("normal-liver-dose", "warning", "Normal liver: meanGy (vsv) 213.4 Gy does not keep the limit of below 75 Gy (any; glass; liver toxicity)", 213.4, 75, "Gy", "EANM 2022 (Weber), DOI 10.1007/s00259-022-05695-x"),
                new("tumor-dose-hcc", "warning", "Tumor 1: meanGy (vsv) 97 Gy does not keep the limit of at least 205 Gy (HCC; glass; response)", 97, 205, "Gy", "DOSISPHERE-01"),
                new("tumor-dose-hcc", "info", "Tumor 2: meanGy (vsv) 255 Gy keeps the limit of at least 205 Gy (HCC; glass; response)", 255, 205, "Gy", "DOSISPHERE-01"),
                new("lung-dose-session", "info", "lungDoseGy 3.4 Gy keeps the limit of at most 30 Gy (any; glass; pneumonitis)", 3.4, 30, "Gy", "review"),
            ],
            Warnings = [new("registration-assumed", "the files carry no frame of reference: <registration> is assumed")],
        };
    }

    internal static ResultsDocument Document(DoseResult result) => new()
    {
        Software = new("voxeldose", "0.1.0", "0123abc"),
        Device = new("cpu", "host, 2 cores", null),
        StartedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        DurationS = 2.5,
        Inputs = [new("activity", "doe_jane/pet.nrrd", new('a', 64)), new("structures", "doe_jane/seg.nrrd", new('b', 64))],
        Options = new Dictionary<string, object?>
        {
            ["activity"] = "doe_jane/pet.nrrd",
            ["structures"] = new[] { "doe_jane/seg.nrrd" },
            ["out"] = "doe_jane/dose",
            ["modality"] = "y90-pet",
            ["administered-mbq"] = 1400.5,
            ["hours-after-administration"] = 0,
            ["overwrite"] = false,
            ["lung-shunt"] = null,
            ["method"] = new[] { "ldm", "vsv" },
        },
        Quantification = result.Quantification,
        Methods = [.. result.Methods.Select(MethodInfo.Of)],
        Structures = result.Structures,
        Derived = result.Derived,
        Checks = result.Checks,
        Warnings = result.Warnings,
        Provenance = new(
            new Dictionary<string, IReadOnlyList<string>> { ["activity"] = ["doe_jane/pet.nrrd"] }, new('c', 64), [new("physics/nuclides.json", new('d', 64))],
            [new("ldm", new('e', 64))], new('f', 64)),
    };

    private static double Dose(Vec3 p) =>
        InEllipsoid(p, default, new(80, 60, 50))
            ? 30 + (170 * Math.Exp(-Square(p - FirstTumourMm) / 500)) + (300 * Math.Exp(-Square(p - SecondTumourMm) / 150))
            : 0.5;

    private static double Square(Vec3 v) => Vec3.Dot(v, v);

    private static bool InEllipsoid(Vec3 p, Vec3 centre, Vec3 radii) =>
        Math.Pow((p.X - centre.X) / radii.X, 2) + Math.Pow((p.Y - centre.Y) / radii.Y, 2) + Math.Pow((p.Z - centre.Z) / radii.Z, 2) <= 1;

    private static Volume Fill(Func<Vec3, double> value)
    {
        var values = new float[Image.Size.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)value(Point(Image, i));
        }

        return new(Image, values);
    }

    private static Vec3 Point(VoxelGrid grid, int i) =>
        grid.IndexToPoint.Apply(new(i % grid.Size.X, i / grid.Size.X % grid.Size.Y, i / (grid.Size.X * grid.Size.Y)));

    private static Structure Ellipsoid(string name, StructureRole role, VoxelGrid grid, Vec3 centre, Vec3 radii) =>
        Structure.FromCoverage(name, role, new(200, 30, 30), grid, i => InEllipsoid(Point(grid, i), centre, radii) ? 1 : 0);

    private static Func<int, float> Less(Structure liver, params Structure[] tumours)
    {
        var dense = new float[liver.Grid.Size.Count];
        Paint(dense, liver, 1);
        foreach (Structure tumour in tumours)
        {
            Paint(dense, tumour, 0);
        }

        return i => dense[i];
    }

    private static void Paint(float[] dense, Structure structure, float value)
    {
        foreach (CoverageRun run in structure.Runs)
        {
            dense.AsSpan(run.Start, run.Length).Fill(value);
        }
    }

    private static StructureResult Statistics(Structure shape, double mean) => new()
    {
        Name = shape.Name,
        Role = shape.Role,
        Derived = shape.IsDerived,
        VolumeMl = shape.VolumeMl,
        MassG = 1.05 * shape.VolumeMl,
        VoxelCount = shape.VoxelCount,
        CoveredFraction = 1,
        ActivityMBq = 100.5,
        Flags = shape.VolumeMl < 8 ? ["small"] : [],
        Dose = new Dictionary<string, DoseStatistics> { ["ldm"] = Doses(mean), ["vsv"] = Doses(0.97 * mean) },
    };

    private static DoseStatistics Doses(double mean) => new()
    {
        MeanGy = mean,
        SdGy = mean / 3,
        MinGy = mean / 10,
        MaxGy = 2 * mean,
        MedianGy = 0.95 * mean,
        D98Gy = 0.2 * mean,
        D95Gy = 0.3 * mean,
        D90Gy = 0.4 * mean,
        D70Gy = 0.8 * mean,
        D50Gy = 0.95 * mean,
        D20Gy = 1.2 * mean,
        D5Gy = 1.6 * mean,
        D2Gy = 1.8 * mean,
        Vx = [new(20, 0.95), new(205, 1.0 / 3)],
        BedMeanGy = 1.2 * mean,
        Eqd2MeanGy = 1.1 * mean,
    };

    private static DvhCurve Curve(string name, string method, double mean)
    {
        double[] doses = [.. Enumerable.Range(0, 101).Select(i => 2 * mean * i / 100)];
        return new(name, method, doses, [.. doses.Select(d => d >= 2 * mean ? 0 : 1 / (1 + Math.Pow(d / mean, 6)))]);
    }
}

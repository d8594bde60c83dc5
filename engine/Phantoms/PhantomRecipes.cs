using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>The recipes of the program that need no input.</summary>
public static class PhantomRecipes
{
    private const double WaterHu = 0;
    private const double SoftTissueHu = 40;
    private const double LiverHu = 60;
    private const double LungHu = -740;
    private const double TumorToNormal = 5;

    private static readonly Rgb TumorColor = new(144, 238, 144);

    /// <summary>All recipes, in the order of the list.</summary>
    public static IReadOnlyList<PhantomRecipe> All { get; } =
    [
        Spheres(),
        Nema(),
        Torso("torso", "simulated torso with lungs, liver and three tumours of 60, 30 and 16 mm at T/N 5", ThreeTumors()),
        Torso("torso-necrotic", "simulated torso whose large tumour has a necrotic core without uptake", NecroticTumor()),
        Torso("torso-dome", "simulated torso with a tumour at the border of liver and lung", DomeTumor()),
        Torso("torso-pair", "simulated torso with a 99mTc-MAA prediction that differs from the 90Y delivery", PairedTumors()) with { PredictedLungShunt = 0.06 },
    ];

    /// <summary>Hot spheres of 10 to 50 mm apart in cold water, where the mean dose has a closed form.</summary>
    private static PhantomRecipe Spheres()
    {
        double[] diameters = [10, 13, 17, 22, 28, 37, 50];
        return new()
        {
            Name = "spheres",
            Description = "simulated hot spheres of 10 to 50 mm in cold water",
            Grid = PhantomRecipe.Centred(new(240, 160, 120), new(2, 2, 2)),
            Total = Activity.FromMegabecquerel(200),
            UniformDensity = MassDensity.FromGramPerMl(1),
            Regions =
            [
                new(null, StructureRole.Other, null, _ => true, 0, WaterHu),
                .. diameters.Select((d, n) => new PhantomRegion(
                    $"Sphere {d:0} mm", StructureRole.Tumor, TumorColor,
                    Shapes.Sphere(new(-84 + (n % 4 * 56), n < 4 ? -40 : 35, 0), d / 2), 1, WaterHu) { LoneSphereMm = d }),
            ],
        };
    }

    /// <summary>After the body phantom of NEMA NU 2: six spheres 8 times as hot as the body.</summary>
    private static PhantomRecipe Nema()
    {
        double[] diameters = [10, 13, 17, 22, 28, 37];
        Func<Vec3, bool> body = Shapes.Ellipsoid(new(0, 0, 0), new(150, 115, 1e6));
        Func<Vec3, bool> insert = Shapes.Ellipsoid(new(0, 0, 0), new(25, 25, 1e6));
        return new()
        {
            Name = "nema",
            Description = "simulated body with six spheres of 10 to 37 mm at 8 times the background, after NEMA NU 2",
            Grid = PhantomRecipe.Centred(new(312, 240, 180), new(3, 3, 3)),
            Total = Activity.FromMegabecquerel(1500),
            Regions =
            [
                new("Background", StructureRole.Liver, new(221, 130, 101), body, 1, WaterHu),
                new("Lung insert", StructureRole.Other, new(120, 170, 220), insert, 0, LungHu),
                .. diameters.Select((d, n) => new PhantomRegion(
                    $"Sphere {d:0} mm", StructureRole.Tumor, TumorColor, Shapes.Sphere(OnCircle(n), d / 2), 8, WaterHu)),
            ],
        };

        // The six positions 60 degrees apart on a circle of 57.2 mm, by their exact sines and cosines.
        static Vec3 OnCircle(int n)
        {
            const double radiusMm = 57.2;
            double root = Math.Sqrt(0.75);
            (double x, double y)[] unit = [(1, 0), (0.5, root), (-0.5, root), (-1, 0), (-0.5, -root), (0.5, -root)];
            return new(radiusMm * unit[n].x, radiusMm * unit[n].y, 0);
        }
    }

    /// <summary>
    /// Torso with lungs and liver; about 5 % of the activity in the lungs. Ellipsoids of about the organ sizes of ICRP Publication 89's reference
    /// adult (liver 1.8 kg with tumours, lungs 1.2 kg inflated).
    /// </summary>
    private static PhantomRecipe Torso(string name, string description, IReadOnlyList<PhantomRegion> tumors)
    {
        Func<Vec3, bool> body = Shapes.Ellipsoid(new(0, 0, 0), new(165, 105, 1e6));
        Func<Vec3, bool> liver = Liver();
        Func<Vec3, bool> lungRight = Shapes.Minus(Shapes.Ellipsoid(new(-75, 0, 85), new(60, 80, 110)), liver);
        Func<Vec3, bool> lungLeft = Shapes.Minus(Shapes.Ellipsoid(new(75, 0, 85), new(55, 75, 105)), liver);
        Rgb lungColor = new(120, 170, 220);
        return new()
        {
            Name = name,
            Description = description,
            Grid = PhantomRecipe.Centred(new(340, 220, 280), new(4, 4, 4)),
            Total = Activity.FromMegabecquerel(2000),
            Regions =
            [
                new(null, StructureRole.Other, null, body, 0, SoftTissueHu),
                new("Lung right", StructureRole.Lung, lungColor, lungRight, 0.035, LungHu),
                new("Lung left", StructureRole.Lung, lungColor, lungLeft, 0.035, LungHu),
                new("Liver", StructureRole.Liver, new(221, 130, 101), liver, 1, LiverHu),
                .. tumors,
            ],
        };
    }

    private static Func<Vec3, bool> Liver() => Shapes.Ellipsoid(new(-60, -5, -40), new(85, 75, 68));

    private static PhantomRegion[] ThreeTumors() =>
    [
        Tumor("Tumor 1", TumorColor, new(-95, -10, -45), 30),
        Tumor("Tumor 2", new(241, 214, 145), new(-40, 25, -55), 15),
        Tumor("Tumor 3", new(111, 184, 210), new(-15, -15, -30), 8),
    ];

    private static PhantomRegion[] NecroticTumor() =>
    [
        Tumor("Tumor 1", TumorColor, new(-90, -10, -45), 35),
        new("Necrotic core", StructureRole.Other, new(90, 90, 90), Shapes.Sphere(new(-90, -10, -45), 20), 0, 30),
        Tumor("Tumor 2", new(241, 214, 145), new(-30, 25, -55), 15),
    ];

    private static PhantomRegion[] DomeTumor()
    {
        // 20 mm below the dome of the ellipsoid, so that a 44 mm sphere reaches its surface and is cut by it.
        Func<Vec3, bool> atDome = Shapes.Common(Shapes.Sphere(new(-60, -5, 8), 22), Liver());
        return
        [
            new("Tumor dome", StructureRole.Tumor, TumorColor, atDome, TumorToNormal, LiverHu),
            Tumor("Tumor deep", new(241, 214, 145), new(-95, 0, -60), 22),
        ];
    }

    private static PhantomRegion[] PairedTumors() =>
    [
        Tumor("Tumor 1", TumorColor, new(-95, -10, -45), 30) with { PredictedConcentration = 4 },
        Tumor("Tumor 2", new(241, 214, 145), new(-40, 25, -55), 15) with { PredictedConcentration = 7 },
        Tumor("Tumor 3", new(111, 184, 210), new(-15, -15, -30), 8) with { PredictedConcentration = 5 },
    ];

    private static PhantomRegion Tumor(string name, Rgb color, Vec3 centreMm, double radiusMm) =>
        new(name, StructureRole.Tumor, color, Shapes.Sphere(centreMm, radiusMm), TumorToNormal, LiverHu);
}

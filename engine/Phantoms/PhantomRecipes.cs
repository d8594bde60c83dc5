using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Phantoms;

/// <summary>The recipes of the program.</summary>
public static class PhantomRecipes
{
    /// <summary>All recipes, in the order of the list.</summary>
    public static IReadOnlyList<PhantomRecipe> All { get; } = [Torso()];

    /// <summary>
    /// Torso with lungs, liver and three tumours at tumour-to-normal concentration 5; 5 % of the activity in the lungs. Ellipsoids of about
    /// the organ sizes of ICRP Publication 89's reference adult (liver 1.8 kg with tumours, lungs 1.2 kg inflated).
    /// </summary>
    private static PhantomRecipe Torso()
    {
        Func<Vec3, bool> body = Ellipsoid(new(0, 0, 0), new(165, 105, 1e6));
        Func<Vec3, bool> liver = Ellipsoid(new(-60, -5, -40), new(85, 75, 68));
        Func<Vec3, bool> lungRight = Minus(Ellipsoid(new(-75, 0, 85), new(60, 80, 110)), liver);
        Func<Vec3, bool> lungLeft = Minus(Ellipsoid(new(75, 0, 85), new(55, 75, 105)), liver);
        const double softTissueHu = 40;
        const double liverHu = 60;
        const double lungHu = -740;
        const double tumorToNormal = 5;
        return new()
        {
            Name = "torso",
            Description = "simulated torso with lungs, liver and three tumours of 60, 30 and 16 mm at T/N 5",
            ExtentMm = new(340, 220, 280),
            SpacingMm = new(4, 4, 4),
            Total = Activity.FromMegabecquerel(2000),
            Regions =
            [
                new(null, StructureRole.Other, null, body, 0, softTissueHu),
                new("Lung right", StructureRole.Lung, new(120, 170, 220), lungRight, 0.035, lungHu),
                new("Lung left", StructureRole.Lung, new(120, 170, 220), lungLeft, 0.035, lungHu),
                new("Liver", StructureRole.Liver, new(221, 130, 101), liver, 1, liverHu),
                new("Tumor 1", StructureRole.Tumor, new(144, 238, 144), Ellipsoid(new(-95, -10, -45), new(30, 30, 30)), tumorToNormal, liverHu),
                new("Tumor 2", StructureRole.Tumor, new(241, 214, 145), Ellipsoid(new(-40, 25, -55), new(15, 15, 15)), tumorToNormal, liverHu),
                new("Tumor 3", StructureRole.Tumor, new(111, 184, 210), Ellipsoid(new(-15, -15, -30), new(8, 8, 8)), tumorToNormal, liverHu),
            ],
        };
    }

    private static Func<Vec3, bool> Ellipsoid(Vec3 centreMm, Vec3 semiAxesMm) => point =>
    {
        Vec3 d = point - centreMm;
        double x = d.X / semiAxesMm.X;
        double y = d.Y / semiAxesMm.Y;
        double z = d.Z / semiAxesMm.Z;
        return (x * x) + (y * y) + (z * z) <= 1;
    };

    private static Func<Vec3, bool> Minus(Func<Vec3, bool> region, Func<Vec3, bool> other) => point => region(point) && !other(point);
}

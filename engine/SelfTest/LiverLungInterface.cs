using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.SelfTest;

/// <summary>
/// What convolution makes of a plane border between liver and lung, beside Monte Carlo: no check, for it is known to fail there, but
/// the size of the failure (docs/physics.md, "Limits").
/// </summary>
public static class LiverLungInterface
{
    /// <summary>One voxel row beside the border; doses are shares of the dose deep in the liver, each method's own.</summary>
    /// <param name="ZMm">Distance of the voxel centres from the border, mm; lung above 0.</param>
    /// <param name="MonteCarlo">EGSnrc.</param>
    /// <param name="Vsv">Voxel S convolution at liver density.</param>
    /// <param name="VsvDensity">The same times liver density over the density of the row.</param>
    public sealed record Row(double ZMm, double MonteCarlo, double Vsv, double VsvDensity);

    /// <summary>The rows, from liver to lung.</summary>
    public static IReadOnlyList<Row> Rows()
    {
        const double spacingMm = 3;
        const double liverGPerMl = 1.05;
        VoxelSTable table = VoxelSTableFactory.Create(
            PointKernel.Load("Y-90"), new(spacingMm, spacingMm, spacingMm), MassDensity.FromGramPerMl(liverGPerMl));
        PhysicsTable reference = PhysicsTable.Embedded("liver-lung-interface.csv");
        return
        [
            .. reference.NumericRows().Select(row =>
            {
                // Layers of activity are -1, -2, ... below the border; their offsets from layer n are n + 1 and more.
                int layer = (int)Math.Floor(row[0] / spacingMm);
                double vsv = 0;
                for (int offset = layer + 1; offset <= table.Radius.Z; offset++)
                {
                    vsv += LayerFraction(table, offset) / table.EnergyFractionInside;
                }

                return new Row(row[0], row[2], vsv, vsv * liverGPerMl / row[1]);
            }),
        ];
    }

    private static double LayerFraction(VoxelSTable table, int offset)
    {
        double sum = 0;
        for (int j = -table.Radius.Y; j <= table.Radius.Y; j++)
        {
            for (int i = -table.Radius.X; i <= table.Radius.X; i++)
            {
                sum += table.Fraction(i, j, offset);
            }
        }

        return sum;
    }
}

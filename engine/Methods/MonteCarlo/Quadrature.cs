namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Composite Gauss-Legendre quadrature with eight points a panel.</summary>
internal static class Quadrature
{
    /// <summary>Positive nodes of the eight-point rule on [-1, 1] (Abramowitz and Stegun, table 25.4).</summary>
    private static readonly double[] Nodes = [0.183434642495650, 0.525532409916329, 0.796666477413627, 0.960289856497536];

    private static readonly double[] Weights = [0.362683783378362, 0.313706645877887, 0.222381034453374, 0.101228536290376];

    /// <summary>Integral of a function over [low, high] in equal panels.</summary>
    internal static double Integrate(Func<double, double> function, double low, double high, int panels)
    {
        double sum = 0;
        foreach ((double at, double weight) in Points(low, high, panels))
        {
            sum += weight * function(at);
        }

        return sum;
    }

    /// <summary>Points and weights of the rule over [low, high].</summary>
    internal static IEnumerable<(double At, double Weight)> Points(double low, double high, int panels)
    {
        double half = (high - low) / (2 * panels);
        for (int panel = 0; panel < panels; panel++)
        {
            double centre = low + (((2 * panel) + 1) * half);
            for (int n = 0; n < Nodes.Length; n++)
            {
                yield return (centre - (half * Nodes[n]), half * Weights[n]);
                yield return (centre + (half * Nodes[n]), half * Weights[n]);
            }
        }
    }
}

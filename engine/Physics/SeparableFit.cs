using VoxelDose.Engine.Compute;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// A voxel S table as a centre delta and K outer products of even profiles: a canonical decomposition found by Levenberg-Marquardt on
/// the deviations from the table, started from Gaussians. A small penalty on the size of the profiles keeps terms from cancelling one
/// another. The delta takes what the sum of the table leaves, so that the energy is the table's. Nothing is drawn at random: same
/// table, same terms.
/// </summary>
internal sealed class SeparableFit
{
    private const int MaxSteps = 200;
    private const double SmallestGain = 1e-4;
    private const int StepsWithoutGain = 4;
    private const double Ridge = 1e-7;

    private readonly VoxelSTable _table;
    private readonly int _terms;
    private readonly int[] _first;
    private readonly int _perTerm;
    private readonly double[] _rootWeights;
    private readonly double _ridge;
    private double[] _values;

    private SeparableFit(VoxelSTable table, int terms, double floor)
    {
        _table = table;
        _terms = terms;
        _first = [0, table.Radius.X + 1, table.Radius.X + table.Radius.Y + 2];
        _perTerm = table.Radius.X + table.Radius.Y + table.Radius.Z + 3;
        double self = table.Fractions[0];
        _rootWeights = RootWeights(table, floor * self);

        // A profile is about the cube root of an entry, a weighted deviation a share of one.
        _ridge = Ridge * Math.Pow(self, -2.0 / 3);
        _values = Start();
    }

    /// <summary>Fits a number of terms.</summary>
    /// <param name="table">Table.</param>
    /// <param name="terms">Number of outer products.</param>
    /// <param name="floor">Entries far below this share of the self value count by their absolute, others by their relative deviation.</param>
    internal static SeparableKernel Fit(VoxelSTable table, int terms, double floor)
    {
        var fit = new SeparableFit(table, terms, floor);
        fit.Run();
        return fit.ToKernel();
    }

    private static double[] RootWeights(VoxelSTable table, double floor)
    {
        double[] weights = new double[table.Fractions.Length];
        for (int k = 0, n = 0; k <= table.Radius.Z; k++)
        {
            for (int j = 0; j <= table.Radius.Y; j++)
            {
                for (int i = 0; i <= table.Radius.X; i++, n++)
                {
                    int copies = (i > 0 ? 2 : 1) * (j > 0 ? 2 : 1) * (k > 0 ? 2 : 1);
                    weights[n] = Math.Sqrt(copies) / (table.Fractions[n] + floor);
                }
            }
        }

        // The delta sets the centre.
        weights[0] = 0;
        return weights;
    }

    // The kernel of 90Y is near to Gaussians of 0.7 to 2.5 mm in water (docs/adr/0006-separable-form.md); widths spread evenly on a log
    // scale, with the energy of the table shared evenly. Averaging over two voxels adds a sixth of the squared spacing to the variance.
    private double[] Start()
    {
        const double narrowestMm = 0.7;
        const double widestMm = 2.4;
        double[] values = new double[_terms * _perTerm];
        for (int term = 0; term < _terms; term++)
        {
            double share = _terms == 1 ? 0.5 : term / (_terms - 1.0);
            double sigmaMm = narrowestMm * Math.Pow(widestMm / narrowestMm, share);
            for (int axis = 0; axis < 3; axis++)
            {
                double spacing = _table.SpacingMm[axis] * _table.Density.GramPerMl;
                double variance = (sigmaMm * sigmaMm / (spacing * spacing)) + (1.0 / 6);
                double peak = 1 / (Math.Sqrt(2 * Math.PI * variance) * Math.Cbrt(_terms));
                for (int i = 0; i <= _table.Radius[axis]; i++)
                {
                    values[(term * _perTerm) + _first[axis] + i] = peak * Math.Exp(-0.5 * i * i / variance);
                }
            }
        }

        return values;
    }

    private void Run()
    {
        int count = _values.Length;
        double[] normal = new double[count * count];
        double[] gradient = new double[count];
        double[] factor = new double[count * count];
        double[] step = new double[count];
        double[] tried = new double[count];
        double damping = 1e-3;
        double residual = Linearise(normal, gradient);
        int idle = 0;
        for (int n = 0; n < MaxSteps && idle < StepsWithoutGain; n++)
        {
            if (!Cholesky.TrySolve(normal, damping, gradient, factor, step))
            {
                damping *= 10;
                continue;
            }

            for (int p = 0; p < count; p++)
            {
                tried[p] = _values[p] - step[p];
            }

            double next = Residual(tried);
            if (next < residual)
            {
                idle = next > (1 - SmallestGain) * residual ? idle + 1 : 0;
                (_values, tried) = (tried, _values);
                residual = Linearise(normal, gradient);
                damping = Math.Max(1e-12, damping / 4);
            }
            else
            {
                damping *= 4;
                idle = damping > 1e8 ? StepsWithoutGain : idle;
            }
        }
    }

    private double Residual(double[] values)
    {
        double sum = 0;
        Span<double> yz = stackalloc double[_terms];
        for (int k = 0, n = 0; k <= _table.Radius.Z; k++)
        {
            for (int j = 0; j <= _table.Radius.Y; j++)
            {
                for (int term = 0; term < _terms; term++)
                {
                    int at = term * _perTerm;
                    yz[term] = values[at + _first[1] + j] * values[at + _first[2] + k];
                }

                for (int i = 0; i <= _table.Radius.X; i++, n++)
                {
                    double deviation = -_table.Fractions[n];
                    for (int term = 0; term < _terms; term++)
                    {
                        deviation += values[(term * _perTerm) + i] * yz[term];
                    }

                    deviation *= _rootWeights[n];
                    sum += deviation * deviation;
                }
            }
        }

        foreach (double value in values)
        {
            sum += _ridge * value * value;
        }

        return sum;
    }

    private double Linearise(double[] normal, double[] gradient)
    {
        Array.Clear(normal);
        Array.Clear(gradient);
        int count = gradient.Length;
        double sum = 0;
        Span<double> derivative = stackalloc double[3 * _terms];
        Span<int> index = stackalloc int[3 * _terms];
        for (int k = 0, n = 0; k <= _table.Radius.Z; k++)
        {
            for (int j = 0; j <= _table.Radius.Y; j++)
            {
                for (int i = 0; i <= _table.Radius.X; i++, n++)
                {
                    double deviation = -_table.Fractions[n];
                    double root = _rootWeights[n];
                    for (int term = 0, p = 0; term < _terms; term++, p += 3)
                    {
                        int at = term * _perTerm;
                        (index[p], index[p + 1], index[p + 2]) = (at + i, at + _first[1] + j, at + _first[2] + k);
                        (double x, double y, double z) = (_values[index[p]], _values[index[p + 1]], _values[index[p + 2]]);
                        deviation += x * y * z;
                        (derivative[p], derivative[p + 1], derivative[p + 2]) = (root * y * z, root * x * z, root * x * y);
                    }

                    deviation *= root;
                    sum += deviation * deviation;
                    for (int p = 0; p < index.Length; p++)
                    {
                        double own = derivative[p];
                        gradient[index[p]] += own * deviation;
                        Span<double> row = normal.AsSpan(index[p] * count, count);
                        for (int q = 0; q <= p; q++)
                        {
                            row[index[q]] += own * derivative[q];
                        }
                    }
                }
            }
        }

        for (int p = 0; p < count; p++)
        {
            sum += _ridge * _values[p] * _values[p];
            gradient[p] += _ridge * _values[p];
            normal[(p * count) + p] += _ridge;
        }

        return sum;
    }

    private SeparableKernel ToKernel()
    {
        var terms = new List<SeparableTerm>(_terms);
        double sum = 0;
        for (int term = 0; term < _terms; term++)
        {
            float[] Profile(int axis) =>
                [.. Enumerable.Range(0, _table.Radius[axis] + 1).Select(i => (float)_values[(term * _perTerm) + _first[axis] + i])];

            var profiles = new SeparableTerm(Profile(0), Profile(1), Profile(2));
            terms.Add(profiles);
            sum += BothSigns(profiles.X) * BothSigns(profiles.Y) * BothSigns(profiles.Z);
        }

        return new(_table.Radius, (float)(_table.EnergyFractionInside - sum), terms);
    }

    private static double BothSigns(float[] half) => half[0] + (2 * half.Skip(1).Sum(value => (double)value));
}

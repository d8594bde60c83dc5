using VoxelDose.Engine.Compute;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Fits a delta and K outer products to a table, led by dose: Levenberg-Marquardt on the relative errors of <see cref="SeparableModel"/>, in
/// stages whose norm rises from 2 to 32, so that in the end the largest error counts (iteratively reweighted least squares). It begins with
/// what no gate looks at, the tail, in full: fits that begin with the gate alone stay in poor minima. A small penalty on the size of the
/// profiles keeps terms from cancelling one another. Nothing is drawn at random and vectors are of fixed width: same table, same terms.
/// </summary>
internal sealed class SeparableFit
{
    private const double Ridge = 1e-7;
    private const int Tries = 10;

    /// <summary>Rows of slopes that are multiplied with one another while they lie in a cache.</summary>
    private const int RowsAtOnce = 64;

    // Norm, steps, and what the entries that no gate looks at weigh.
    private static readonly (int Norm, int Steps, double Tail)[] Stages = [(2, 40, 1), (4, 10, 0.3), (8, 10, 0.1), (16, 12, 0.1), (32, 12, 0.1)];

    private readonly SeparableModel _model;
    private readonly double _ridge;
    private readonly bool[] _isGated;
    private readonly double[] _errors;
    private readonly double[] _triedErrors;
    private readonly double[] _slopes;
    private readonly double[] _weights;
    private double[] _best;
    private double _bestError = double.PositiveInfinity;

    private SeparableFit(SeparableModel model, double self, double[] start)
    {
        _model = model;

        // A profile is about the cube root of an entry, an error a share of one.
        _ridge = Ridge * Math.Pow(self, -2.0 / 3);
        _isGated = [.. Enumerable.Range(0, model.ErrorCount).Select(model.IsGated)];
        _errors = new double[model.ErrorCount];
        _triedErrors = new double[model.ErrorCount];
        _weights = new double[model.ErrorCount];
        _slopes = new double[model.ErrorCount * model.Length];
        _best = start;
    }

    /// <summary>Fits some terms.</summary>
    /// <param name="classes">The table.</param>
    /// <param name="targets">Targets whose dose leads the fit.</param>
    /// <param name="reachesMm">How far each outer product goes, mm of water.</param>
    /// <param name="start">Where the fit begins.</param>
    /// <param name="tolerance">Dose error that is wanted; a fit that comes well within it, or stays far from it, ends early.</param>
    /// <returns>The kernel, and the largest error of the targets.</returns>
    internal static (SeparableKernel Kernel, double Error) Fit(KernelClasses classes, DoseTargets targets, IReadOnlyList<double> reachesMm, FitStart start, double tolerance)
    {
        var model = new SeparableModel(classes, targets, reachesMm, start.Floor);
        var fit = new SeparableFit(model, classes.Fractions[0], model.Gaussians(start.Gaussians));
        fit.Run(tolerance);
        return (model.Kernel(fit._best), fit._bestError);
    }

    private void Run(double tolerance)
    {
        // Well inside: a voxel that no target stands for may be somewhat worse.
        const double enough = 0.3;
        const double hopeless = 4;
        for (int n = 0; n < Stages.Length; n++)
        {
            Descend(Stages[n].Norm, Stages[n].Steps, Stages[n].Tail, n > 0 ? enough * tolerance : 0);
            if ((n > 0 && _bestError <= enough * tolerance) || (n > 1 && _bestError > hopeless * tolerance))
            {
                return;
            }
        }
    }

    private void Descend(int norm, int steps, double tail, double enough)
    {
        int count = _model.Length;
        double[] values = [.. _best];
        double[] normal = new double[count * count];
        double[] gradient = new double[count];
        double[] factor = new double[count * count];
        double[] step = new double[count];
        double[] tried = new double[count];
        double damping = 1e-3;
        double smallestShare = norm > 2 ? 1.0 / (norm - 1) : 1;
        for (int n = 0; n <= steps; n++)
        {
            _model.Slopes(values, _errors, _slopes);
            double largest = Largest();
            if (largest < _bestError)
            {
                (_best, _bestError) = ([.. values], largest);
            }

            if (n == steps || _bestError <= enough)
            {
                return;
            }

            double scale = Weigh(norm, tail, largest);
            double residual = Residual(_errors, values, norm, tail, largest, scale);
            Accumulate(values, normal, gradient);
            bool isBetter = false;
            for (int attempt = 0; attempt < Tries && !isBetter; attempt++)
            {
                if (Cholesky.TrySolve(normal, damping, gradient, factor, step))
                {
                    // A whole step first; then the share that makes a small reweighted step in a norm a descent.
                    for (double share = 1; share >= smallestShare && !isBetter; share /= Math.Max(2, norm - 1))
                    {
                        for (int p = 0; p < count; p++)
                        {
                            tried[p] = values[p] - (share * step[p]);
                        }

                        _model.Errors(tried, _triedErrors);
                        if (Residual(_triedErrors, tried, norm, tail, largest, scale) < residual)
                        {
                            (values, tried) = (tried, values);
                            damping = Math.Max(1e-10, damping / (share == 1 ? 4 : 2));
                            isBetter = true;
                        }
                    }
                }

                damping = isBetter ? damping : damping * 4;
            }

            if (!isBetter)
            {
                damping = Math.Min(damping, 1e-2);
            }
        }
    }

    private double Largest()
    {
        double largest = 0;
        for (int m = 0; m < _errors.Length; m++)
        {
            largest = _isGated[m] ? Math.Max(largest, Math.Abs(_errors[m])) : largest;
        }

        return largest;
    }

    /// <summary>Weights of the errors for a step in a norm, 1 on average where the gate looks.</summary>
    private double Weigh(int norm, double tail, double largest)
    {
        // Small errors keep a little weight, so that the equations stay regular.
        const double least = 1e-3;
        double sum = 0;
        int gated = 0;
        for (int m = 0; m < _errors.Length; m++)
        {
            if (_isGated[m])
            {
                _weights[m] = Power((Math.Abs(_errors[m]) / largest) + least, norm - 2);
                sum += _weights[m];
                gated++;
            }
        }

        double scale = gated / sum;
        for (int m = 0; m < _errors.Length; m++)
        {
            _weights[m] = _isGated[m] ? scale * _weights[m] : tail * tail;
        }

        return scale;
    }

    private double Residual(double[] errors, double[] values, int norm, double tail, double largest, double scale)
    {
        double gated = 0;
        double others = 0;
        for (int m = 0; m < errors.Length; m++)
        {
            if (_isGated[m])
            {
                gated += Power(Math.Abs(errors[m]) / largest, norm);
            }
            else
            {
                others += errors[m] * errors[m];
            }
        }

        return (scale * largest * largest * (2.0 / norm) * gated) + (tail * tail * others) + (_ridge * FixedRows.Dot(values, values));
    }

    /// <summary>Normal equations (lower triangle) and gradient of a weighted step.</summary>
    private void Accumulate(double[] values, double[] normal, double[] gradient)
    {
        int count = values.Length;
        Array.Clear(normal);
        Array.Clear(gradient);
        int[] places = new int[RowsAtOnce];
        double[] factors = new double[RowsAtOnce];
        for (int first = 0; first < _errors.Length; first += RowsAtOnce)
        {
            int end = Math.Min(first + RowsAtOnce, _errors.Length);
            for (int m = first; m < end; m++)
            {
                FixedRows.Add(_weights[m] * _errors[m], _slopes.AsSpan(m * count, count), gradient);
            }

            for (int p = 0; p < count; p++)
            {
                int used = 0;
                for (int m = first; m < end; m++)
                {
                    double slope = _slopes[(m * count) + p];
                    if (slope != 0)
                    {
                        (places[used], factors[used++]) = (m, _weights[m] * slope);
                    }
                }

                FixedRows.Combine(factors.AsSpan(0, used), places, _slopes, count, normal.AsSpan(p * count, p + 1));
            }
        }

        for (int p = 0; p < count; p++)
        {
            gradient[p] += _ridge * values[p];
            normal[(p * count) + p] += _ridge;
        }
    }

    /// <summary>A power by squaring: the same bits everywhere, which the library's need not give.</summary>
    private static double Power(double value, int exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) == 1 ? result * value : result;
            value *= value;
        }

        return result;
    }
}

using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// The relative errors that a sum of outer products of even profiles makes, and how they grow with the profiles: single entries, the centre,
/// and the targets of <see cref="DoseTargets"/>. The centre delta takes what the sum of the table leaves, so that the energy is the table's.
/// </summary>
internal sealed class SeparableModel
{
    private readonly KernelClasses _classes;
    private readonly DoseTargets _targets;
    private readonly int _terms;
    private readonly double[] _deviations;
    private readonly double[] _entrySlopes;
    private readonly double[] _totalSlope;
    private readonly double[] _profiles;
    private readonly double[] _sums;
    private readonly double[] _pointWeights;

    // What is not zero of the targets of ball, shells, sheets and seeds.
    private readonly (int[] Entries, double[] Factors)[] _others;

    // Values of a term and profile: where they start among all, and how many there are.
    private readonly int[] _starts;
    private readonly int[] _lengths;

    /// <param name="classes">The table.</param>
    /// <param name="targets">Targets of corner, ball and seeds.</param>
    /// <param name="reachesMm">How far each outer product goes, mm of water: its profiles are zero beyond.</param>
    /// <param name="floor">Of the entries that no gate looks at, those far below this share of the self value count by their absolute, others by their relative deviation.</param>
    internal SeparableModel(KernelClasses classes, DoseTargets targets, IReadOnlyList<double> reachesMm, double floor)
    {
        _classes = classes;
        _targets = targets;
        int terms = _terms = reachesMm.Count;
        int groups = classes.Lengths.Length;
        _starts = new int[(terms * groups) + 1];
        _lengths = new int[terms * groups];
        for (int n = 0; n < _lengths.Length; n++)
        {
            int axis = Array.IndexOf(classes.GroupOf, n % groups);
            _lengths[n] = classes.LengthWithin(reachesMm[n / groups], axis);
            _starts[n + 1] = _starts[n] + _lengths[n];
        }

        _others = [.. targets.Others.Select(target =>
        {
            int[] entries = [.. Enumerable.Range(0, target.Length).Where(n => target[n] != 0)];
            return (entries, Array.ConvertAll(entries, n => target[n]));
        })];
        int points = classes.Fractions.Length;
        _deviations = new double[points];
        _entrySlopes = new double[points * Length];
        _totalSlope = new double[Length];
        _profiles = new double[terms * classes.Starts[^1]];
        _sums = new double[terms * classes.Lengths.Sum(length => (2 * length) - 1)];
        double self = classes.Fractions[0];
        _pointWeights = [.. classes.Fractions.Select((fraction, n) => classes.IsGated(n) ? 1 / fraction : 1 / (fraction + (floor * self)))];
    }

    /// <summary>Number of values: a profile for each term and group of axes.</summary>
    internal int Length => _starts[^1];

    /// <summary>Number of errors.</summary>
    internal int ErrorCount => _classes.Fractions.Length + _targets.Corners.Count + _targets.Others.Count;

    /// <summary>Whether the gate looks at an error; the others are entries below its floor.</summary>
    internal bool IsGated(int error) => error >= _classes.Fractions.Length || _classes.IsGated(error);

    /// <summary>Gaussians, one for each term. Averaging over two voxels adds a sixth of the squared spacing to the variance.</summary>
    /// <param name="terms">Standard deviation, mm of water, and energy.</param>
    internal double[] Gaussians(IReadOnlyList<(double SigmaMm, double Energy)> terms)
    {
        double[] values = new double[Length];
        for (int term = 0; term < _terms; term++)
        {
            (double sigmaMm, double energy) = terms[term];
            for (int axis = 0; axis < 3; axis++)
            {
                double spacing = _classes.WaterSpacingMm(axis);
                double variance = (sigmaMm * sigmaMm / (spacing * spacing)) + (1.0 / 6);
                double peak = Math.Cbrt(energy) / Math.Sqrt(2 * Math.PI * variance);
                Span<double> profile = values.AsSpan(At(term, axis), LengthOf(term, axis));
                for (int i = 0; i < profile.Length; i++)
                {
                    profile[i] = peak * Math.Exp(-0.5 * i * i / variance);
                }
            }
        }

        return values;
    }

    /// <summary>The errors at some values.</summary>
    internal void Errors(double[] values, double[] errors)
    {
        Unfold(values);
        int points = _classes.Fractions.Length;
        double others = 0;
        for (int n = 0; n < points; n++)
        {
            (int i, int j, int k) = _classes.Entries[n];
            double model = 0;
            for (int term = 0; term < _terms; term++)
            {
                model += Profile(term, 0)[i] * Profile(term, 1)[j] * Profile(term, 2)[k];
            }

            _deviations[n] = model - _classes.Fractions[n];
            others += n == 0 ? 0 : _classes.Copies[n] * _deviations[n];
        }

        double total = others + (_classes.Copies[0] * _deviations[0]) + _classes.Table.EnergyFractionInside;
        _deviations[0] = -others;
        for (int n = 0; n < points; n++)
        {
            errors[n] = _pointWeights[n] * _deviations[n];
        }

        SumProfiles();
        int at = points;
        foreach ((int x, int y, int z, double dose) in _targets.Corners)
        {
            double found = IsInside(x, y, z) ? _classes.Table.EnergyFractionInside - total : 0;
            for (int term = 0; term < _terms; term++)
            {
                found += Sums(term, 0)[x + _classes.Table.Radius.X] * Sums(term, 1)[y + _classes.Table.Radius.Y] * Sums(term, 2)[z + _classes.Table.Radius.Z];
            }

            errors[at++] = (found / dose) - 1;
        }

        foreach (double[] target in _targets.Others)
        {
            errors[at++] = FixedRows.Dot(target, _deviations);
        }
    }

    /// <summary>The errors and their slopes, a row of <see cref="Length"/> for each.</summary>
    internal void Slopes(double[] values, double[] errors, double[] slopes)
    {
        Errors(values, errors);
        Array.Clear(slopes);
        Array.Clear(_entrySlopes);
        Array.Clear(_totalSlope);
        for (int n = 0; n < _deviations.Length; n++)
        {
            (int i, int j, int k) = _classes.Entries[n];
            Span<double> row = _entrySlopes.AsSpan(n * Length, Length);
            for (int term = 0; term < _terms; term++)
            {
                double x = Profile(term, 0)[i];
                double y = Profile(term, 1)[j];
                double z = Profile(term, 2)[k];
                Grow(row, term, 0, i, y * z);
                Grow(row, term, 1, j, x * z);
                Grow(row, term, 2, k, x * y);
            }

            FixedRows.Add(_pointWeights[n], row, slopes.AsSpan(n * Length, Length));
            FixedRows.Add(_classes.Copies[n], row, _totalSlope);
        }

        // The centre is its products less all products, times its weight.
        FixedRows.Add(-_pointWeights[0], _totalSlope, slopes.AsSpan(0, Length));
        int at = _deviations.Length;
        foreach ((int x, int y, int z, double dose) in _targets.Corners)
        {
            CornerSlopes(x, y, z, 1 / dose, slopes.AsSpan(at++ * Length, Length));
        }

        foreach ((int[] entries, double[] factors) in _others)
        {
            FixedRows.Combine(factors, entries, _entrySlopes, Length, slopes.AsSpan(at++ * Length, Length));
        }
    }

    /// <summary>The kernel of some values, in float32, as far as its terms reach; its sum is the table's.</summary>
    internal SeparableKernel Kernel(double[] values)
    {
        Unfold(values);
        int Reach(int axis) => Enumerable.Range(0, _terms).Max(term => LengthOf(term, axis)) - 1;

        Size3 radius = new(Reach(0), Reach(1), Reach(2));
        var terms = new List<SeparableTerm>(_terms);
        double sum = 0;
        for (int term = 0; term < _terms; term++)
        {
            float[] Narrow(int axis) => Array.ConvertAll(Profile(term, axis)[..(radius[axis] + 1)].ToArray(), value => (float)value);

            var profiles = new SeparableTerm(Narrow(0), Narrow(1), Narrow(2));
            terms.Add(profiles);
            sum += BothSigns(profiles.X) * BothSigns(profiles.Y) * BothSigns(profiles.Z);
        }

        return new(radius, (float)(_classes.Table.EnergyFractionInside - sum), terms);
    }

    private static double BothSigns(float[] half) => half[0] + (2 * half.Skip(1).Sum(value => (double)value));

    private static bool IsInside(int x, int y, int z) => x >= 0 && y >= 0 && z >= 0;

    /// <summary>A sum of a profile up to a position grows by how often each of its values lies before it.</summary>
    private void CornerSlopes(int x, int y, int z, double factor, Span<double> row)
    {
        Size3 r = _classes.Table.Radius;
        for (int term = 0; term < _terms; term++)
        {
            (double a, double b, double c) = (Sums(term, 0)[x + r.X], Sums(term, 1)[y + r.Y], Sums(term, 2)[z + r.Z]);
            Count(row.Slice(At(term, 0), LengthOf(term, 0)), x, factor * b * c);
            Count(row.Slice(At(term, 1), LengthOf(term, 1)), y, factor * a * c);
            Count(row.Slice(At(term, 2), LengthOf(term, 2)), z, factor * a * b);
        }

        if (IsInside(x, y, z))
        {
            FixedRows.Add(-factor, _totalSlope, row);
        }
    }

    private static void Count(Span<double> row, int limit, double factor)
    {
        for (int i = Math.Max(0, -limit); i < row.Length; i++)
        {
            row[i] += i > 0 && i <= limit ? 2 * factor : i > 0 || limit >= 0 ? factor : 0;
        }
    }

    private void SumProfiles()
    {
        for (int term = 0; term < _terms; term++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                ReadOnlySpan<double> profile = Profile(term, axis);
                Span<double> sums = Sums(term, axis);
                double sum = 0;
                for (int i = 0; i < sums.Length; i++)
                {
                    sum += profile[Math.Abs(i - profile.Length + 1)];
                    sums[i] = sum;
                }
            }
        }
    }

    /// <summary>Profiles with the zeros beyond their reach.</summary>
    private void Unfold(double[] values)
    {
        for (int term = 0; term < _terms; term++)
        {
            for (int group = 0; group < _classes.Lengths.Length; group++)
            {
                int n = (term * _classes.Lengths.Length) + group;
                values.AsSpan(_starts[n], _lengths[n]).CopyTo(_profiles.AsSpan((term * _classes.Starts[^1]) + _classes.Starts[group]));
            }
        }
    }

    /// <summary>Adds the slope for a place in a profile: none beyond its reach.</summary>
    private void Grow(Span<double> row, int term, int axis, int place, double slope)
    {
        if (place < LengthOf(term, axis))
        {
            row[At(term, axis) + place] += slope;
        }
    }

    private int At(int term, int axis) => _starts[(term * _classes.Lengths.Length) + _classes.GroupOf[axis]];

    private int LengthOf(int term, int axis) => _lengths[(term * _classes.Lengths.Length) + _classes.GroupOf[axis]];

    private ReadOnlySpan<double> Profile(int term, int axis)
    {
        int group = _classes.GroupOf[axis];
        return _profiles.AsSpan((term * _classes.Starts[^1]) + _classes.Starts[group], _classes.Lengths[group]);
    }

    private Span<double> Sums(int term, int axis)
    {
        int group = _classes.GroupOf[axis];
        int groups = _classes.Lengths.Length;
        int profile = (term * _classes.Starts[^1]) + _classes.Starts[group];
        return _sums.AsSpan((2 * profile) - (term * groups) - group, (2 * _classes.Lengths[group]) - 1);
    }
}

using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.SelfTest;

/// <summary>Checks of the three ways to convolve, on one device, with a table of 3 mm voxels in water.</summary>
internal sealed class ConvolutionChecks
{
    // float32 sums of some hundred terms, and FFTs of some ten thousand points: about 30 units in the last place.
    private const double Float32 = 5e-6;

    private readonly IArrayCompute _compute;
    private readonly VoxelSTable _table;
    private readonly Size3 _size = new(40, 36, 32);
    private readonly SeparableForm _form;

    internal ConvolutionChecks(IArrayCompute compute)
    {
        _compute = compute;
        const double spacing = 3;
        _table = VoxelSTableFactory.Create(PointKernel.Load("Y-90"), new(spacing, spacing, spacing), MassDensity.FromGramPerMl(1));
        _form = SeparableForm.Find(_table, ConvolutionPlanner.DefaultTolerance)
            ?? throw new InvalidOperationException("the table of 3 mm voxels has no separable form within the default tolerance");
    }

    internal IEnumerable<SelfTestCheck> Run()
    {
        foreach (ConvolutionAlgorithm algorithm in Enum.GetValues<ConvolutionAlgorithm>())
        {
            foreach (SelfTestCheck check in Of(algorithm))
            {
                yield return check;
            }
        }

        yield return Sphere20();
    }

    private IEnumerable<SelfTestCheck> Of(ConvolutionAlgorithm algorithm)
    {
        string word = algorithm.ToString().ToLowerInvariant();
        double tolerance = algorithm == ConvolutionAlgorithm.Separable ? ConvolutionPlanner.DefaultTolerance : Float32;
        double inside = _table.EnergyFractionInside;
        SelfTestCheck Check(string id, string what, double value, double expected, double within, string source) =>
            new($"{id}-{word}", what, value, expected, within, source);

        float[] noise = Noise(margin: _table.Radius.X);
        float[] dose = Convolve(algorithm, noise);
        yield return Check("energy", "energy absorbed / energy emitted", Sum(dose) / Sum(noise), inside, tolerance, "sum of the table");

        (float[] Local, int Centre) point = Point(_size.X / 2, _size.Y / 2, _size.Z / 2);
        yield return Check("point-source", "largest deviation from the table around one voxel, of entries above 1 %", PointDeviation(Convolve(algorithm, point.Local), point.Centre), 0, tolerance, "the table itself");

        float[] uniform = [.. Enumerable.Repeat(1f, noise.Length)];
        yield return Check("uniform", "dose / local deposition in the interior of a uniform activity", Convolve(algorithm, uniform)[point.Centre], inside, tolerance, "sum of the table");

        float[] half = [.. Enumerable.Range(0, noise.Length).Select(n => n % _size.X < _size.X / 2 ? 1f : 0f)];
        float[] halfDose = Convolve(algorithm, half);
        yield return Check("half-space", "dose of the voxels on both sides of a plane, added", halfDose[point.Centre] + (double)halfDose[point.Centre - 1], inside, tolerance, "a half-space and its complement make a whole");

        const float factor = 3;
        float[] mixed = [.. noise.Select((value, n) => (factor * value) + half[n])];
        yield return Check("linearity", "largest deviation from the sum of two doses / maximum", Deviation(Convolve(algorithm, mixed), [.. dose.Select((value, n) => (factor * value) + halfDose[n])]), 0, Float32, "convolution is linear");

        float[] turned = Convolve(algorithm, Turn(noise, _size), new(_size.Y, _size.X, _size.Z));

        // The table's own quadrature is good to 1e-4 of an entry.
        yield return Check("rotation", "largest deviation after a quarter turn / maximum", Deviation(turned, Turn(dose, _size)), 0, Math.Max(tolerance, 1e-4), "a cubic voxel looks the same from each side");

        float[] edge = Convolve(algorithm, Point(0, 0, 0).Local);
        yield return Check("edge", "dose at the far corner from a voxel in the near one / maximum", Math.Abs(edge[^1]) / edge.Max(), 0, Float32, "nothing comes round the edge");
        yield return Check("exact", "largest relative deviation from direct convolution above 1 % of the maximum", Relative(dose, Convolve(ConvolutionAlgorithm.Direct, noise)), 0, algorithm == ConvolutionAlgorithm.Fft ? 10 * Float32 : tolerance, "direct convolution with the exact table");
    }

    private SelfTestCheck Sphere20()
    {
        float[] ball = [.. Enumerable.Range(0, (int)_size.Count).Select(n => DistanceFromCentre(n) <= 10 ? 1f : 0f)];
        float[] dose = Convolve(ConvolutionAlgorithm.Direct, ball);
        double absorbed = ball.Select((value, n) => (double)value * dose[n]).Sum() / Sum(ball);
        return new("sphere20", "absorbed fraction of a 20 mm sphere of 171 voxels", absorbed, 0.7822, 0.7822 * 0.005, "EGSnrc v2025a, own run");
    }

    private double DistanceFromCentre(int n)
    {
        int x = (n % _size.X) - (_size.X / 2);
        int y = (n / _size.X % _size.Y) - (_size.Y / 2);
        int z = (n / (_size.X * _size.Y)) - (_size.Z / 2);
        return _table.SpacingMm.X * Math.Sqrt((x * x) + (y * y) + (z * z));
    }

    private float[] Convolve(ConvolutionAlgorithm algorithm, float[] local, Size3? size = null)
    {
        var symmetric = new SymmetricKernel(_table.Radius, Array.ConvertAll(_table.Fractions, fraction => (float)fraction));
        var plan = new ConvolutionPlan(algorithm, symmetric, _form.Kernel, _form.Terms, _form.MaxKernelError, _form.MaxDoseError, "self-test");
        using IDeviceArray source = _compute.Upload(local);
        using IDeviceArray target = _compute.Allocate(local.Length);
        VoxelSConvolution.Run(_compute, source, size ?? _size, plan, target);
        float[] dose = new float[local.Length];
        _compute.Download(target, dose);
        return dose;
    }

    // A linear congruential sequence (Numerical Recipes): the same noise on every machine.
    private float[] Noise(int margin)
    {
        float[] values = new float[_size.Count];
        uint state = 1;
        for (int n = 0; n < values.Length; n++)
        {
            state = (1664525 * state) + 1013904223;
            bool isInside = Inside(n % _size.X, _size.X) && Inside(n / _size.X % _size.Y, _size.Y) && Inside(n / (_size.X * _size.Y), _size.Z);
            values[n] = isInside ? state / (float)uint.MaxValue : 0;
        }

        return values;

        bool Inside(int at, int length) => at >= margin && at < length - margin;
    }

    private (float[] Local, int Centre) Point(int x, int y, int z)
    {
        float[] local = new float[_size.Count];
        int centre = x + (_size.X * (y + (_size.Y * z)));
        local[centre] = 1;
        return (local, centre);
    }

    private double PointDeviation(float[] dose, int centre)
    {
        double worst = 0;
        for (int k = -_table.Radius.Z; k <= _table.Radius.Z; k++)
        {
            for (int j = -_table.Radius.Y; j <= _table.Radius.Y; j++)
            {
                for (int i = -_table.Radius.X; i <= _table.Radius.X; i++)
                {
                    double expected = _table.Fraction(i, j, k);
                    if (expected >= 0.01 * _table.Fraction(0, 0, 0))
                    {
                        worst = Math.Max(worst, Math.Abs((dose[centre + i + (_size.X * (j + (_size.Y * k)))] / expected) - 1));
                    }
                }
            }
        }

        return worst;
    }

    private static float[] Turn(float[] values, Size3 size)
    {
        float[] turned = new float[values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            (int x, int y, int z) = (n % size.X, n / size.X % size.Y, n / (size.X * size.Y));
            turned[size.Y - 1 - y + (size.Y * (x + (size.X * z)))] = values[n];
        }

        return turned;
    }

    private static double Sum(float[] values) => values.Sum(value => (double)value);

    private static double Deviation(float[] values, float[] expected)
    {
        double worst = 0;
        for (int n = 0; n < values.Length; n++)
        {
            worst = Math.Max(worst, Math.Abs((double)values[n] - expected[n]));
        }

        return worst / expected.Max();
    }

    private static double Relative(float[] values, float[] exact)
    {
        double floor = 0.01 * exact.Max();
        double worst = 0;
        for (int n = 0; n < values.Length; n++)
        {
            worst = exact[n] >= floor ? Math.Max(worst, Math.Abs((values[n] / (double)exact[n]) - 1)) : worst;
        }

        return worst;
    }
}

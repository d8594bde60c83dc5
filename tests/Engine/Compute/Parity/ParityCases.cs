using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Compute.Parity;

/// <summary>The test bodies, written once; every backend runs all of them against the same oracle.</summary>
internal static class ParityCases
{
    private static readonly Dictionary<string, Action<IArrayCompute>> Bodies = new()
    {
        ["Multiply_RandomValues_OneRounding"] = compute =>
        {
            float[] values = ParityInputs.Dense(new(101, 7, 5), 1);
            using IDeviceArray source = compute.Upload(values);
            using IDeviceArray target = compute.Allocate(values.Length);
            compute.Multiply(source, 1.7f, target);
            Check(compute, Primitive.Multiply, [.. values.Select(v => v * (double)1.7f)], target);
        },
        ["MultiplyBy_RandomMap_OneRounding"] = compute =>
        {
            float[] values = ParityInputs.Dense(new(101, 7, 5), 1);
            float[] by = ParityInputs.Dense(new(101, 7, 5), 2);
            using IDeviceArray source = compute.Upload(values);
            using IDeviceArray map = compute.Upload(by);
            using IDeviceArray target = compute.Allocate(values.Length);
            compute.MultiplyBy(source, map, target);
            Check(compute, Primitive.MultiplyBy, [.. values.Select((v, n) => (double)v * by[n])], target);
        },
        ["MultiplyBy_InPlace_SameResult"] = compute =>
        {
            float[] values = ParityInputs.Dense(new(50, 3, 3), 1);
            float[] by = ParityInputs.Dense(new(50, 3, 3), 2);
            using IDeviceArray source = compute.Upload([.. values]);
            using IDeviceArray map = compute.Upload(by);
            compute.MultiplyBy(source, map, source);
            Check(compute, Primitive.MultiplyBy, [.. values.Select((v, n) => (double)v * by[n])], source);
        },
        ["Divide_RandomDivisor_TwoRoundings"] = compute =>
        {
            float[] values = ParityInputs.Dense(new(101, 7, 5), 1);
            float[] by = [.. ParityInputs.Dense(new(101, 7, 5), 2).Select(v => v + 0.5f)];
            using IDeviceArray source = compute.Upload(values);
            using IDeviceArray map = compute.Upload(by);
            using IDeviceArray target = compute.Allocate(values.Length);
            compute.Divide(source, 1.7f, map, target);
            Check(compute, Primitive.Divide, [.. values.Select((v, n) => (double)1.7f * v / by[n])], target);
        },
        ["ConvolveDirect_DenseAnisotropic_AgreesWithOracle"] = compute => Direct(compute, new(37, 19, 23), new(3, 2, 4), dense: true),
        ["ConvolveDirect_IsotropicRadius5_AgreesWithOracle"] = compute => Direct(compute, new(40, 24, 21), new(5, 5, 5), dense: false),
        ["ConvolveDirect_KernelLargerThanVolume_AgreesWithOracle"] = compute => Direct(compute, new(5, 3, 2), new(7, 6, 5), dense: true),
        ["ConvolveDirect_RadiusZero_Scales"] = compute => Direct(compute, new(20, 6, 4), new(0, 0, 0), dense: true),
        ["ConvolveSeparable_OneTerm_AgreesWithOracle"] = compute => Separable(compute, new(37, 19, 23), new(3, 2, 4), 1, dense: true),
        ["ConvolveSeparable_TwoTerms_AgreesWithOracle"] = compute => Separable(compute, new(41, 17, 19), new(4, 4, 4), 2, dense: true),
        ["ConvolveSeparable_ThreeTermsBoxed_AgreesWithOracle"] = compute => Separable(compute, new(64, 30, 25), new(6, 6, 6), 3, dense: false),
        ["ConvolveSeparable_SixTerms_AgreesWithOracle"] = compute => Separable(compute, new(50, 22, 14), new(5, 1, 2), 6, dense: false),
        ["ConvolveSeparable_FiveTermsOfUnequalReach_AgreesWithOracle"] = compute => Separable(compute, new(50, 22, 14), ParityInputs.UnequalReach(new(6, 5, 4), 5, 7), dense: true),
        ["ConvolveSeparable_SixTermsOfUnequalReach_AgreesWithOracle"] = compute => Separable(compute, new(45, 21, 17), ParityInputs.UnequalReach(new(4, 7, 6), 6, 8), dense: true),
        ["ConvolveSeparable_KernelLargerThanVolume_AgreesWithOracle"] = compute => Separable(compute, new(4, 3, 2), new(9, 8, 7), 2, dense: true),
        ["ConvolveSeparable_NoTerms_Scales"] = compute => Separable(compute, new(20, 6, 4), new(0, 0, 0), 0, dense: true),
        ["ConvolveFft_DenseAnisotropic_AgreesWithOracle"] = compute => Fft(compute, new(37, 19, 23), new(3, 2, 4), dense: true),
        ["ConvolveFft_BoxedRadius5_AgreesWithOracle"] = compute => Fft(compute, new(40, 24, 21), new(5, 5, 5), dense: false),
        ["ConvolveFft_ManyBlocks_AgreesWithOracle"] = compute => Fft(compute, new(12, 9, 230), new(2, 2, 3), dense: true),
        ["ConvolveFft_KernelLargerThanVolume_AgreesWithOracle"] = compute => Fft(compute, new(5, 3, 2), new(7, 6, 5), dense: true),
        ["Convolve_ActivityInOneCorner_DoesNotWrapAround"] = compute =>
        {
            Size3 size = new(24, 20, 16);
            var values = new float[size.Count];
            values[0] = 1;
            using IDeviceArray source = compute.Upload(values);
            using IDeviceArray target = compute.Upload([.. Enumerable.Repeat(7f, values.Length)]);
            SymmetricKernel kernel = ParityInputs.Symmetric(new(4, 4, 4), 3);
            double[] expected = Oracle.Convolve(values, size, kernel);
            compute.ConvolveDirect(source, size, kernel, target);
            Check(compute, Primitive.ConvolveDirect, expected, target);
            compute.ConvolveFft(source, size, kernel, target);
            Check(compute, Primitive.ConvolveFft, expected, target);
        },
        ["Convolve_NothingInVolume_IsZero"] = compute =>
        {
            Size3 size = new(12, 10, 8);
            using IDeviceArray source = compute.Allocate((int)size.Count);
            using IDeviceArray target = compute.Upload([.. Enumerable.Repeat(7f, (int)size.Count)]);
            compute.ConvolveSeparable(source, size, ParityInputs.Separable(new(2, 2, 2), 2, 1), target);
            Assert.All(Download(compute, target), v => Assert.Equal(0, v));
        },
        ["Resample_ObliqueAffine_AgreesWithOracle"] = compute => Resample(compute, ParityInputs.Oblique(new(-2.3, 1.7, 0.4))),
        ["Resample_Identity_KeepsValues"] = compute => Resample(compute, AffineTransform.Identity),
        ["Resample_HalfVoxelShift_ClampsAtTheEdge"] = compute => Resample(compute, new(Mat3.Identity, new(-0.5, 0.5, -0.5))),
        ["Resample_FarAway_IsOutside"] = compute => Resample(compute, new(Mat3.Identity, new(1e12, 0, 0))),
        ["Moments_LargeAndSmallValues_KeepTheSmall"] = compute =>
        {
            float[] values = ParityInputs.Dense(new(61, 53, 47), 4);
            values[7] = 3e7f;
            values[9000] = -2e6f;
            using IDeviceArray source = compute.Upload(values);
            ArrayMoments moments = compute.Moments(source);
            double tolerance = ParityTolerances.Of(Primitive.Moments, compute.Device.Kind);
            double sum = values.Sum(v => (double)v);
            double negative = values.Sum(v => Math.Min((double)v, 0));
            Assert.Equal(sum, moments.Sum, tolerance * Math.Abs(sum));
            Assert.Equal(negative, moments.NegativeSum, tolerance * Math.Abs(negative));
            Assert.Equal(-2e6, moments.Min);
            Assert.Equal(3e7, moments.Max);
        },
        ["Moments_SingleValue_IsThatValue"] = compute =>
        {
            using IDeviceArray source = compute.Upload([-2.5f]);
            Assert.Equal(new ArrayMoments(-2.5, -2.5, -2.5, -2.5), compute.Moments(source));
        },
    };

    /// <summary>Names of the cases.</summary>
    internal static IReadOnlyCollection<string> All => Bodies.Keys;

    /// <summary>Names of the cases, as theory data.</summary>
    internal static TheoryData<string> Names => [.. Bodies.Keys];

    internal static void Run(string name, IArrayCompute compute) => Bodies[name](compute);

    private static float[] Source(Size3 size, bool dense) => dense
        ? ParityInputs.Dense(size, 5)
        : ParityInputs.Boxed(size, new(2, 0, size.Z / 3), new(size.X / 2, size.Y / 2, size.Z / 3), 5);

    private static void Direct(IArrayCompute compute, Size3 size, Size3 radius, bool dense)
    {
        float[] values = Source(size, dense);
        SymmetricKernel kernel = ParityInputs.Symmetric(radius, 6);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Upload([.. Enumerable.Repeat(7f, values.Length)]);
        compute.ConvolveDirect(source, size, kernel, target);
        Check(compute, Primitive.ConvolveDirect, Oracle.Convolve(values, size, kernel), target);
    }

    private static void Separable(IArrayCompute compute, Size3 size, Size3 radius, int terms, bool dense) =>
        Separable(compute, size, ParityInputs.Separable(radius, terms, 6), dense);

    private static void Separable(IArrayCompute compute, Size3 size, SeparableKernel kernel, bool dense)
    {
        float[] values = Source(size, dense);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Upload([.. Enumerable.Repeat(7f, values.Length)]);
        compute.ConvolveSeparable(source, size, kernel, target);
        Check(compute, Primitive.ConvolveSeparable, Oracle.Convolve(values, size, kernel), target);
    }

    private static void Fft(IArrayCompute compute, Size3 size, Size3 radius, bool dense)
    {
        float[] values = Source(size, dense);
        SymmetricKernel kernel = ParityInputs.Symmetric(radius, 6);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Upload([.. Enumerable.Repeat(7f, values.Length)]);
        compute.ConvolveFft(source, size, kernel, target);
        Check(compute, Primitive.ConvolveFft, Oracle.Convolve(values, size, kernel), target);
    }

    private static void Resample(IArrayCompute compute, AffineTransform map)
    {
        Size3 size = new(17, 13, 11);
        Size3 targetSize = new(15, 16, 14);
        float[] values = ParityInputs.Dense(size, 8);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Allocate((int)targetSize.Count);
        compute.Resample(source, size, map, -3, targetSize, target);
        Check(compute, Primitive.Resample, Oracle.Resample(values, size, map, -3, targetSize), target);
    }

    private static float[] Download(IArrayCompute compute, IDeviceArray array)
    {
        var values = new float[array.Length];
        compute.Download(array, values);
        return values;
    }

    private static void Check(IArrayCompute compute, Primitive primitive, double[] expected, IDeviceArray target)
    {
        float[] found = Download(compute, target);
        double scale = expected.Max(Math.Abs);
        double tolerance = ParityTolerances.Of(primitive, compute.Device.Kind);
        int worst = Enumerable.Range(0, expected.Length).MaxBy(n => double.IsNaN(found[n]) ? double.PositiveInfinity : Math.Abs(found[n] - expected[n]));
        double error = Math.Abs(found[worst] - expected[worst]) / scale;
        Assert.True(
            error <= tolerance,
            $"{primitive} on {compute.Device.Name}: value {worst} is {found[worst]:R}, expected {expected[worst]:R}; off by {error:E2} of the maximum, allowed {tolerance:E2}");
    }
}

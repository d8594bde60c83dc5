using System.Runtime.Intrinsics.X86;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Compute.Simd;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Tests.Engine.Compute;

public sealed class HostComputeTests
{
    private static readonly Size3 Size = new(203, 37, 41);

    public static TheoryData<string> Convolutions => ["direct", "separable", "fft"];

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolve_AnyNumberOfThreads_SameBits(string algorithm)
    {
        float[] one = Convolve(algorithm, 1, HostCompute.WidestPath);

        Assert.Equal(one, Convolve(algorithm, 2, HostCompute.WidestPath));
        Assert.Equal(one, Convolve(algorithm, 5, HostCompute.WidestPath));
    }

    /// <summary>Widths differ only where a processor lacks fused multiply-add; then by roundings: 1e-6 of the maximum.</summary>
    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolve_AnyVectorWidth_SameWithin1e6(string algorithm)
    {
        float[] scalar = Convolve(algorithm, 2, VectorPath.Scalar);
        double scale = scalar.Max(Math.Abs);
        foreach (VectorPath path in Enum.GetValues<VectorPath>())
        {
            float[] vectors = Convolve(algorithm, 2, path);
            Assert.True(scalar.Zip(vectors, (a, b) => Math.Abs((double)a - b)).Max() <= 1e-6 * scale, $"{algorithm} with {path}");
        }
    }

    /// <summary>
    /// Kernels of short reach take another way with 512-bit vectors: rows of whole and broken vectors, with and without room beside the activity, one and two groups of terms.
    /// </summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 8)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(5, 6)]
    [InlineData(6, 6)]
    public void ConvolveSeparable_AnyReachAndRow_SameBitsWithEveryWidth(int radius, int terms)
    {
        SeparableKernel kernel = ParityInputs.Separable(new(radius, 2, 1), terms, 5);
        foreach (int width in new[] { 16, 17, 23, 32, 33, 47, 64 })
        {
            Size3 size = new(width, 13, 5);
            foreach (int margin in new[] { 0, 1, 3, 7 })
            {
                float[] values = ParityInputs.Boxed(size, new(margin, 0, 0), new(width - (2 * margin), 13, 5), 6);
                float[] scalar = Convolve(values, size, kernel, VectorPath.Scalar);
                double[] expected = Oracle.Convolve(values, size, kernel);
                double scale = expected.Max(Math.Abs);
                foreach (VectorPath path in Enum.GetValues<VectorPath>())
                {
                    float[] vectors = Convolve(values, size, kernel, path);
                    if (Fma.IsSupported)
                    {
                        Assert.Equal(scalar, vectors);
                    }

                    Assert.True(expected.Zip(vectors, (a, b) => Math.Abs(a - b)).Max() <= 1e-6 * scale, $"{path}, width {width}, margin {margin}");
                }
            }
        }
    }

    [Theory]
    [InlineData(11, 900)]
    [InlineData(4, 906)]
    public void ConvolveSeparable_WideVolumeInTiles_AgreesWithOracle(int radius, int width)
    {
        // Wide rows and many terms make the ring outgrow its share of the cache, so that columns are cut into tiles; the second has tiles whose last vector is
        // reached by one voxel more, of the next tile.
        Size3 size = new(width, 12, 10);
        float[] values = ParityInputs.Boxed(size, new(3, 0, 0), new(width - 10, 12, 10), 3);
        SeparableKernel kernel = ParityInputs.Separable(new(radius, 11, 3), 8, 4);
        double[] expected = Oracle.Convolve(values, size, kernel);
        using var compute = new HostCompute(2);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Allocate(values.Length);

        compute.ConvolveSeparable(source, size, kernel, target);

        var found = new float[values.Length];
        compute.Download(target, found);
        double scale = expected.Max(Math.Abs);
        Assert.True(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() <= 1e-6 * scale);
    }

    [Theory]
    [InlineData(3f)]
    [InlineData(-3f)]
    public void Multiply_IntoNewAndUsedArrays_SameBits(float factor)
    {
        float[] values = new float[300_000];
        values[70_000] = 5;
        values[70_001] = -0f;
        values[200_000] = -0f;
        using var compute = new HostCompute(2);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray used = compute.Upload([.. Enumerable.Repeat(7f, values.Length)]);
        using IDeviceArray target = compute.Allocate(values.Length);

        compute.Multiply(source, factor, used);
        compute.Multiply(source, factor, target);

        int[] expected = Array.ConvertAll(values, value => BitConverter.SingleToInt32Bits(factor * value));
        Assert.Equal(expected, Array.ConvertAll(compute.Fetch(used), BitConverter.SingleToInt32Bits));
        Assert.Equal(expected, Array.ConvertAll(compute.Fetch(target), BitConverter.SingleToInt32Bits));
    }

    /// <summary>What a target held before, whoever wrote it, is gone outside the kernel's reach too.</summary>
    [Fact]
    public void Convolve_IntoUsedArrays_ClearsThem()
    {
        float[] values = new float[Size.Count];
        values[values.Length / 2] = 1;
        SeparableKernel kernel = ParityInputs.Separable(new(2, 2, 2), 2, 4);
        using var compute = new HostCompute(2);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray ones = compute.Upload([.. Enumerable.Repeat(1f, values.Length)]);
        using IDeviceArray fetched = compute.Allocate(values.Length);
        Array.Fill(compute.Fetch(fetched), 2);
        using IDeviceArray multiplied = compute.Allocate(values.Length);
        compute.Multiply(ones, 3, multiplied);
        using IDeviceArray fresh = compute.Allocate(values.Length);
        compute.ConvolveSeparable(source, Size, kernel, fresh);
        foreach (IDeviceArray target in new[] { fetched, multiplied })
        {
            compute.ConvolveSeparable(source, Size, kernel, target);

            Assert.Equal(compute.Fetch(fresh), compute.Fetch(target));
        }
    }

    [Fact]
    public void Moments_AnyNumberOfThreads_SameBits()
    {
        float[] values = ParityInputs.Dense(Size, 9);
        using var one = new HostCompute(1);
        using var many = new HostCompute(7);

        Assert.Equal(one.Moments(one.Upload(values)), many.Moments(many.Upload(values)));
    }

    [Fact]
    public void Convolve_SourceIsTarget_ThrowsButOnTheHost()
    {
        using var compute = new HostCompute(1);
        using IDeviceArray array = compute.Allocate(8);

        compute.ConvolveDirect(array, new(2, 2, 2), ParityInputs.Symmetric(new(1, 1, 1), 1), array);

        Assert.Throws<ArgumentException>(() => ComputeChecks.Convolution(array, new(2, 2, 2), array));
    }

    [Fact]
    public void Convolve_SizeOfAnotherVolume_Throws()
    {
        using var compute = new HostCompute(1);
        using IDeviceArray source = compute.Allocate(8);
        using IDeviceArray target = compute.Allocate(8);

        Assert.Throws<ArgumentException>(() => compute.ConvolveDirect(source, new(2, 2, 3), ParityInputs.Symmetric(new(1, 1, 1), 1), target));
    }

    private static float[] Convolve(float[] values, Size3 size, SeparableKernel kernel, VectorPath path)
    {
        using var compute = new HostCompute(1, path);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Allocate(values.Length);
        compute.ConvolveSeparable(source, size, kernel, target);
        return compute.Fetch(target);
    }

    private static float[] Convolve(string algorithm, int threads, VectorPath path)
    {
        float[] values = ParityInputs.Boxed(Size, new(5, 3, 0), new(190, 30, 41), 2);
        using var compute = new HostCompute(threads, path);
        using IDeviceArray source = compute.Upload(values);
        using IDeviceArray target = compute.Allocate(values.Length);
        switch (algorithm)
        {
            case "direct":
                compute.ConvolveDirect(source, Size, ParityInputs.Symmetric(new(4, 3, 5), 1), target);
                break;
            case "separable":
                compute.ConvolveSeparable(source, Size, ParityInputs.Separable(new(4, 3, 5), 5, 1), target);
                break;
            default:
                compute.ConvolveFft(source, Size, ParityInputs.Symmetric(new(4, 3, 5), 1), target);
                break;
        }

        var result = new float[values.Length];
        compute.Download(target, result);
        return result;
    }
}

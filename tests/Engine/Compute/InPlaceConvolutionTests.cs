using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Tests.Engine.Compute;

/// <summary>A convolution that replaces its source yields the bits of one into another volume: the pieces are the same, and what they read is still there.</summary>
public sealed class InPlaceConvolutionTests
{
    /// <summary>More slices than three blocks of an FFT (48 at least), and many slabs.</summary>
    private static readonly Size3 Size = new(21, 18, 170);

    [Theory]
    [InlineData("direct", 1, 2, true)]
    [InlineData("direct", 3, 3, false)]
    [InlineData("separable", 1, 3, false)]
    [InlineData("separable", 2, 3, true)]
    [InlineData("separable", 5, 30, false)]
    [InlineData("fft", 1, 3, true)]
    [InlineData("fft", 3, 12, false)]
    public void Convolve_IntoItsSource_GivesTheSameBits(string form, int threads, int radiusZ, bool hasMargins)
    {
        float[] values = Values(hasMargins);
        using var compute = new HostCompute(threads);
        using IDeviceArray source = compute.Upload([.. values]);
        using IDeviceArray apart = compute.Allocate(values.Length);

        Convolve(compute, form, radiusZ, source, apart);
        Convolve(compute, form, radiusZ, source, source);

        Assert.NotEqual(values, compute.Fetch(source));
        Assert.Equal(Array.ConvertAll(compute.Fetch(apart), BitConverter.SingleToInt32Bits), Array.ConvertAll(compute.Fetch(source), BitConverter.SingleToInt32Bits));
    }

    private static void Convolve(HostCompute compute, string form, int radiusZ, IDeviceArray source, IDeviceArray target)
    {
        var radius = new Size3(2, 3, radiusZ);
        var random = new Random(5);
        float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.3f)];
        var kernel = new SymmetricKernel(radius, Weights((radius.X + 1) * (radius.Y + 1) * (radius.Z + 1)));
        switch (form)
        {
            case "direct":
                compute.ConvolveDirect(source, Size, kernel, target);
                break;
            case "fft":
                compute.ConvolveFft(source, Size, kernel, target);
                break;
            default:
                SeparableTerm[] terms = [.. Enumerable.Range(0, 7).Select(_ => new SeparableTerm(Weights(radius.X + 1), Weights(radius.Y + 1), Weights(radius.Z + 1)))];
                compute.ConvolveSeparable(source, Size, new(radius, 0.4f, terms), target);
                break;
        }
    }

    private static float[] Values(bool hasMargins)
    {
        var random = new Random(3);
        float[] values = new float[Size.Count];
        for (int n = 0; n < values.Length; n++)
        {
            (int x, int z) = (n % Size.X, n / (Size.X * Size.Y));
            values[n] = hasMargins && (x < 4 || z is < 9 or > 158) ? 0 : random.NextSingle() - 0.1f;
        }

        return values;
    }
}

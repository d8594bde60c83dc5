using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Compute.Simd;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Tests.Engine.Compute;

public sealed class HostSeparableTests
{
    /// <summary>Terms whose profiles end in zeros take shorter sums; 1e-6 of the maximum, as for whole profiles.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void ConvolveSeparable_TermsOfShortReach_AgreesWithOracle(int reach)
    {
        Size3 size = new(45, 40, 30);
        SeparableKernel whole = ParityInputs.Separable(new(9, 9, 9), 6, 4);
        float[] Cut(float[] profile, int last) => [.. profile.Select((value, d) => d <= last ? value : 0)];
        SeparableKernel kernel = whole with
        {
            Terms = [.. whole.Terms.Select((term, k) => k % 2 == 1 ? term : new SeparableTerm(Cut(term.X, reach), Cut(term.Y, reach), Cut(term.Z, reach)))],
        };
        float[] values = ParityInputs.Dense(size, 5);
        double[] expected = Oracle.Convolve(values, size, kernel);
        using var compute = new HostCompute(2);
        using IDeviceArray target = compute.Allocate(values.Length);

        compute.ConvolveSeparable(compute.Upload(values), size, kernel, target);

        float[] found = compute.Fetch(target);
        double scale = expected.Max(Math.Abs);
        Assert.True(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() <= 1e-6 * scale);
    }

    /// <summary>A volume larger than caches is cleared in another way than a small one; rows begin anywhere in a cache line.</summary>
    [Fact]
    public void ConvolveSeparable_BoxInLargeVolume_SameBitsAsAloneAndZerosElsewhere()
    {
        Size3 size = new(333, 301, 97);
        Size3 alone = new(40, 30, 20);
        Size3 radius = new(3, 2, 4);
        (int x0, int y0, int z0) = (257, 11, 70);
        float[] inner = ParityInputs.Boxed(alone, radius, new(alone.X - (2 * radius.X), alone.Y - (2 * radius.Y), alone.Z - (2 * radius.Z)), 3);
        var values = new float[size.Count];
        for (int row = 0; row < alone.Y * alone.Z; row++)
        {
            (int z, int y) = Math.DivRem(row, alone.Y);
            inner.AsSpan(row * alone.X, alone.X).CopyTo(values.AsSpan(((((z0 + z) * size.Y) + y0 + y) * size.X) + x0));
        }

        SeparableKernel kernel = ParityInputs.Separable(radius, 3, 4);
        float[] expected = new float[size.Count];
        using var compute = new HostCompute(2);
        using IDeviceArray small = compute.Allocate(inner.Length);
        compute.ConvolveSeparable(compute.Upload(inner), alone, kernel, small);
        float[] result = compute.Fetch(small);
        for (int row = 0; row < alone.Y * alone.Z; row++)
        {
            (int z, int y) = Math.DivRem(row, alone.Y);
            result.AsSpan(row * alone.X, alone.X).CopyTo(expected.AsSpan(((((z0 + z) * size.Y) + y0 + y) * size.X) + x0));
        }

        float[] found = [.. Enumerable.Repeat(7f, values.Length)];
        compute.ConvolveSeparable(compute.Upload(values), size, kernel, compute.Upload(found));

        Assert.True(found.AsSpan().SequenceEqual(expected));
    }

    /// <summary>Zeros that an array is known to hold are not written again; what another convolution, another shape or another caller put there must go.</summary>
    [Fact]
    public void ConvolveSeparable_IntoAUsedArray_LeavesNothingOfBefore()
    {
        using var compute = new HostCompute(2);
        SeparableKernel kernel = ParityInputs.Separable(new(2, 3, 1), 2, 6);
        float[] Source(Size3 size, params (int X, int Y, int Z)[] voxels)
        {
            float[] values = new float[size.Count];
            foreach ((int x, int y, int z) in voxels)
            {
                values[(((z * size.Y) + y) * size.X) + x] = 1;
            }

            return values;
        }

        (Size3 size, Size3 turned) = (new(40, 24, 10), new(24, 40, 10));
        using IDeviceArray used = compute.Allocate((int)size.Count);
        (Size3, float[])[] steps =
        [
            (size, Source(size, (5, 5, 5), (20, 12, 7))), (size, Source(size, (9, 9, 6))), (size, Source(size, (9, 9, 6), (3, 3, 3))),
            (turned, Source(turned, (9, 9, 6), (3, 3, 3))), (size, new float[size.Count]), (size, Source(size, (30, 20, 2))),
        ];
        foreach ((Size3 shape, float[] values) in steps)
        {
            using IDeviceArray fresh = compute.Allocate(values.Length);
            compute.ConvolveSeparable(compute.Upload(values), shape, kernel, fresh);
            compute.ConvolveSeparable(compute.Upload(values), shape, kernel, used);
            float[] expected = new float[values.Length];
            float[] found = new float[values.Length];
            compute.Download(fresh, expected);
            compute.Download(used, found);

            Assert.Equal(expected, found);
        }

        float[] given = [.. Source(size, (5, 5, 5))];
        compute.ConvolveSeparable(compute.Upload(steps[0].Item2), size, kernel, compute.Upload(given));
        Array.Fill(given, 7);
        compute.ConvolveSeparable(compute.Upload(steps[0].Item2), size, kernel, compute.Upload(given));

        Assert.Equal(0, given[0]);
    }

    [Theory]
    [InlineData(5, 4, 3, 2, 1, 0, 3, 2, 1)]
    [InlineData(130, 9, 7, 0, 0, 0, 130, 9, 7)]
    [InlineData(130, 9, 7, 97, 3, 2, 98, 8, 3)]
    [InlineData(70, 40, 5, 31, 0, 4, 65, 40, 5)]
    public void VoxelBox_OfBoxOfValues_IsThatBox(int nx, int ny, int nz, int x0, int y0, int z0, int x1, int y1, int z1)
    {
        Size3 size = new(nx, ny, nz);
        var values = new float[size.Count];
        foreach ((int x, int y, int z) in new[] { (x0, y1 - 1, z0), (x1 - 1, y0, z0), (x0, y0, z1 - 1) })
        {
            values[(((z * ny) + y) * nx) + x] = 1e-30f;
        }

        Assert.Equal(new VoxelBox(x0, y0, z0, x1, y1, z1), VoxelBox.OfNonZero(new WorkCrew(2), values, size));
    }
}

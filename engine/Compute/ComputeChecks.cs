using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute;

/// <summary>What every compute asks of its arguments before it touches memory.</summary>
internal static class ComputeChecks
{
    internal static int Length(int length) =>
        length > 0 ? length : throw new ArgumentOutOfRangeException(nameof(length), length, "an array needs at least one value");

    internal static void SameLength(int a, int b)
    {
        if (a != b)
        {
            throw new ArgumentException($"arrays of {a} and {b} values do not match");
        }
    }

    internal static void SameLength(int a, int b, int c)
    {
        SameLength(a, b);
        SameLength(b, c);
    }

    internal static void Convolution(IDeviceArray source, Size3 size, IDeviceArray target, bool mayReplaceSource = false)
    {
        if (ReferenceEquals(source, target) && !mayReplaceSource)
        {
            throw new ArgumentException("a convolution needs different arrays as source and target");
        }

        Volume(source, size);
        Volume(target, size);
    }

    internal static void Resampling(IDeviceArray source, Size3 sourceSize, Size3 targetSize, IDeviceArray target)
    {
        if (ReferenceEquals(source, target))
        {
            throw new ArgumentException("resampling needs different arrays as source and target");
        }

        Volume(source, sourceSize);
        Volume(target, targetSize);
    }

    internal static void Kernel(SymmetricKernel kernel)
    {
        long count = Octant(kernel.Radius);
        if (kernel.Octant.LongLength != count)
        {
            throw new ArgumentException($"a kernel of radius {kernel.Radius} needs {count} weights, found {kernel.Octant.LongLength}");
        }
    }

    internal static void Kernel(SeparableKernel kernel)
    {
        _ = Octant(kernel.Radius);
        foreach (SeparableTerm term in kernel.Terms)
        {
            if (term.X.Length != kernel.Radius.X + 1 || term.Y.Length != kernel.Radius.Y + 1 || term.Z.Length != kernel.Radius.Z + 1)
            {
                throw new ArgumentException(
                    $"a term has profiles of {term.X.Length}, {term.Y.Length}, {term.Z.Length} values; radius {kernel.Radius} needs one more than itself");
            }
        }
    }

    private static void Volume(IDeviceArray array, Size3 size)
    {
        if (array.Length != size.Count)
        {
            throw new ArgumentException($"a volume of {size} voxels needs {size.Count} values, found {array.Length}");
        }
    }

    private static long Octant(Size3 radius) =>
        radius.X >= 0 && radius.Y >= 0 && radius.Z >= 0
            ? (radius.X + 1L) * (radius.Y + 1L) * (radius.Z + 1L)
            : throw new ArgumentException($"a kernel radius is {radius}; it must not be negative");
}

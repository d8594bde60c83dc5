using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench;

/// <summary>Times one convolution after the other on a device, each beside its peers.</summary>
internal static class ConvolutionBench
{
    private const double Giga = 1e9;
    private const double MillisecondsPerSecond = 1e3;

    internal static ConvolutionResult Run(ConvolutionCase one, IArrayCompute compute, Roofline roofline, int runs, string? python, ConvolutionAlgorithm? forced)
    {
        ConvolutionPlan plan = one.Plan(forced);
        // Each half in arrays of its own, as a run of the program has: those that lay idle while the peers filled the memory took a quarter longer afterwards.
        Timing Ours()
        {
            using IDeviceArray source = compute.Upload(one.Source());
            using IDeviceArray target = compute.Allocate((int)one.Size.Count);
            return Timing.Of(() => Convolve(compute, plan, one.Size, source, target), runs);
        }

        Timing before = Ours();
        Size3 radius = plan.SymmetricKernel.Radius;
        Size3 peerSize = one.IsFull ? one.Size : new(
            Math.Min(one.Size.X, one.Box.X + (2 * radius.X)),
            Math.Min(one.Size.Y, one.Box.Y + (2 * radius.Y)),
            Math.Min(one.Size.Z, one.Box.Z + (2 * radius.Z)));
        SciPyPeer? peer = python is null ? null : SciPyPeer.Run(python, peerSize, radius, one.IsFull ? null : one.Size, runs);
        Timing ours = peer is null ? before : before.And(Ours());
        double voxels = peerSize.Count;

        double? arithmetic = plan.SeparableKernel is { } kernel ? Arithmetic(kernel) : null;
        return new(
            one.Name,
            one.Size,
            one.Box,
            one.SpacingMm,
            radius,
            plan.Algorithm,
            plan.Terms,
            ours,
            arithmetic is { } operations ? voxels * operations / (roofline.GigaFmaPerSecond * Giga) * MillisecondsPerSecond : null,
            voxels * 2 * sizeof(float) / (roofline.CopyGigabytesPerSecond * Giga) * MillisecondsPerSecond,
            peer?.FftConvolve,
            peer?.CachedFft,
            peer?.Fftw,
            peer?.Ndimage,
            peer?.Torch,
            peer?.Absent,
            compute is IlgpuCompute ? WithTransfers(compute, plan, one, runs) : null);
    }

    /// <summary>
    /// Multiply-adds and additions of a voxel in the separable form, as far as each term reaches, neighbours at equal distance added first: r + 1 and r along y, r + 1 along z and x
    /// (and r additions, which the terms share along z, and which their sum takes once along x). Additions count as multiply-adds, as in the floor that was set.
    /// </summary>
    private static double Arithmetic(SeparableKernel kernel)
    {
        static int Reach(float[] half) => Math.Max(0, Array.FindLastIndex(half, value => value != 0));

        int products = kernel.Terms.Sum(term => Reach(term.X) + 1 + (2 * Reach(term.Y)) + 1 + Reach(term.Z) + 1);
        return products + (2 * kernel.Radius.X) + kernel.Radius.Z;
    }

    private static Timing WithTransfers(IArrayCompute compute, ConvolutionPlan plan, ConvolutionCase one, int runs)
    {
        float[] values = one.Source();
        return Timing.Of(
            () =>
            {
                using IDeviceArray source = compute.Upload(values);
                using IDeviceArray target = compute.Allocate(values.Length);
                Convolve(compute, plan, one.Size, source, target);
                compute.Download(target, values);
            },
            runs);
    }

    private static void Convolve(IArrayCompute compute, ConvolutionPlan plan, Size3 size, IDeviceArray source, IDeviceArray target)
    {
        switch (plan.Algorithm)
        {
            case ConvolutionAlgorithm.Direct:
                compute.ConvolveDirect(source, size, plan.SymmetricKernel, target);
                break;
            case ConvolutionAlgorithm.Separable:
                compute.ConvolveSeparable(source, size, plan.SeparableKernel!, target);
                break;
            default:
                compute.ConvolveFft(source, size, plan.SymmetricKernel, target);
                break;
        }
    }
}

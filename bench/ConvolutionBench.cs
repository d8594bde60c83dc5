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
        using IDeviceArray source = compute.Upload(one.Source());
        using IDeviceArray target = compute.Allocate((int)one.Size.Count);
        Timing ours = Timing.Of(() => Convolve(compute, plan, one.Size, source, target), runs);
        Size3 radius = plan.SymmetricKernel.Radius;
        Size3 peerSize = one.IsFull ? one.Size : new(
            Math.Min(one.Size.X, one.Box.X + (2 * radius.X)),
            Math.Min(one.Size.Y, one.Box.Y + (2 * radius.Y)),
            Math.Min(one.Size.Z, one.Box.Z + (2 * radius.Z)));
        SciPyPeer? peer = python is null ? null : SciPyPeer.Run(python, peerSize, radius, one.IsFull ? null : one.Size, runs);
        double voxels = peerSize.Count;

        // Products that no other arrangement of outer products could spare: values of half profiles that are not zero.
        int? taps = plan.SeparableKernel?.Terms.Sum(term => term.X.Concat(term.Y).Concat(term.Z).Count(value => value != 0));
        return new(
            one.Name,
            one.Size,
            one.Box,
            one.SpacingMm,
            radius,
            plan.Algorithm,
            plan.Terms,
            ours,
            taps is { } products ? voxels * products / (roofline.GigaFmaPerSecond * Giga) * MillisecondsPerSecond : null,
            voxels * 2 * sizeof(float) / (roofline.CopyGigabytesPerSecond * Giga) * MillisecondsPerSecond,
            peer?.FftConvolve,
            peer?.CachedFft,
            peer?.Fftw,
            peer?.Ndimage,
            peer?.Torch,
            peer?.Absent,
            compute is IlgpuCompute ? WithTransfers(compute, plan, one, runs) : null);
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

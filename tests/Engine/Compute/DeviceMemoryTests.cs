using VoxelDose.Engine;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Tests.Engine.Compute.Parity;

namespace VoxelDose.Tests.Engine.Compute;

/// <summary>A device without room for the volumes: arrays stay on the host, work goes slab by slab, and not a bit of a dose changes.</summary>
public sealed class DeviceMemoryTests
{
    private const int BytesPerValue = 4;
    private static readonly Size3 Size = new(44, 37, 61);

    /// <summary>Two and a half volumes: the third does not fit, nor do two turns of the arrays of a primitive.</summary>
    private static long TightBytes => 5 * Size.Count * BytesPerValue / 2;

    /// <summary>Primitives that yield a volume.</summary>
    public static TheoryData<string> Names => [.. Bodies.Keys];

    private static Dictionary<string, Action<IArrayCompute, IDeviceArray, IDeviceArray>> Bodies { get; } = new()
    {
        ["multiply"] = (compute, source, target) => compute.Multiply(source, 1.7f, target),
        ["divide"] = (compute, source, target) =>
        {
            compute.Multiply(source, 0.3f, target);
            compute.Divide(source, 1.7f, target, target);
        },
        ["multiply by itself"] = (compute, source, target) =>
        {
            compute.Multiply(source, 1f, target);
            compute.MultiplyBy(target, source, target);
        },
        ["direct"] = (compute, source, target) => compute.ConvolveDirect(source, Size, ParityInputs.Symmetric(new(3, 2, 4), 6), target),
        ["separable"] = (compute, source, target) => compute.ConvolveSeparable(source, Size, ParityInputs.Separable(new(6, 5, 4), 3, 6), target),
        ["resample"] = (compute, source, target) => compute.Resample(source, Size, ParityInputs.Oblique(new(1, 2, 3)), -1, Size, target),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Primitive_WithoutRoomForItsArrays_YieldsTheSameBits(string name)
    {
        using IArrayCompute roomy = ComputeFactory.CreateIlgpuCpu(2);
        using IArrayCompute tight = ComputeFactory.CreateIlgpuCpu(2, TightBytes);
        AssertSameBits(name, roomy, tight);
    }

    [DeviceTheory(DeviceKind.OpenCl)]
    [MemberData(nameof(Names))]
    public void Primitive_OnOpenClInEitherForm_YieldsTheSameBits(string name)
    {
        foreach (bool isCpu in (bool[])[false, true])
        {
            using IArrayCompute roomy = ComputeFactory.CreateOpenCl(isCpu);
            using IArrayCompute tight = ComputeFactory.CreateOpenCl(isCpu, TightBytes);
            AssertSameBits(name, roomy, tight);
        }
    }

    [Fact]
    public void ConvolveFft_WithoutRoomForItsArrays_YieldsTheSameBits()
    {
        // Deep enough for several pairs of blocks, whose working memory fits where the volumes do not.
        Size3 size = new(12, 9, 480);
        using IArrayCompute roomy = ComputeFactory.CreateIlgpuCpu(2);
        using IArrayCompute tight = ComputeFactory.CreateIlgpuCpu(2, (long)(2.2 * size.Count * BytesPerValue));
        float[] values = ParityInputs.Dense(size, 5);
        float[] Result(IArrayCompute compute)
        {
            using IDeviceArray source = compute.Upload(values);
            using IDeviceArray target = compute.Allocate(values.Length);
            compute.ConvolveFft(source, size, ParityInputs.Symmetric(new(2, 2, 3), 6), target);
            return Download(compute, target);
        }

        Assert.Equal(Result(roomy), Result(tight));
        Assert.Null(roomy.MemoryNote);
        Assert.NotNull(tight.MemoryNote);
    }

    [Fact]
    public void Moments_AfterTheArraysWentToTheHost_StayTheSame()
    {
        float[] values = ParityInputs.Dense(Size, 5);
        using IArrayCompute roomy = ComputeFactory.CreateIlgpuCpu(2);
        using IArrayCompute tight = ComputeFactory.CreateIlgpuCpu(2, TightBytes);
        using IDeviceArray there = roomy.Upload(values);
        using IDeviceArray first = tight.Upload(values);
        using IDeviceArray second = tight.Allocate(values.Length);
        using IDeviceArray third = tight.Allocate(values.Length);

        Assert.NotNull(tight.MemoryNote);
        Assert.Equal(roomy.Moments(there), tight.Moments(first));
    }

    [Fact]
    public void Separable_WithoutRoomForOneSlab_IsRefusedWithTheReason()
    {
        using IArrayCompute compute = ComputeFactory.CreateIlgpuCpu(2, 1000);
        using IDeviceArray source = compute.Upload(ParityInputs.Dense(Size, 5));
        using IDeviceArray target = compute.Allocate(source.Length);

        DeviceUnavailableException refused = Assert.Throws<DeviceUnavailableException>(
            () => compute.ConvolveSeparable(source, Size, ParityInputs.Separable(new(2, 2, 2), 2, 6), target));

        Assert.Contains("no room for", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dose_OnADeviceWithoutRoom_IsTheSameAndSaysSo()
    {
        VoxelGrid grid = VoxelGrid.AxisAligned(new(20, 20, 20), new(3, 3, 3));
        DecayData decay = EnergyConventions.Get("Y-90", "ddep");
        var request = new DoseRequest
        {
            Image = new(grid, [.. ParityInputs.Boxed(grid.Size, new(5, 5, 5), new(8, 8, 8), 1).Select(v => 1e6f * Math.Max(0, v))]),
            Quantification = new()
            {
                Modality = ImageModality.Y90Pet,
                Calibration = CalibrationKind.Absolute,
                Units = ImageUnits.BqPerMl,
                Timing = ImageTiming.AfterAdministration(0, decay),
            },
            Structures = [Structure.FromCoverage("Tumor", StructureRole.Tumor, null, grid, n => n % 20 == 7 ? 1 : 0)],
            Decay = decay,
            Methods = [DoseMethod.LocalDeposition, DoseMethod.VoxelS],
        };
        using IArrayCompute roomy = ComputeFactory.CreateIlgpuCpu(2);
        using IArrayCompute tight = ComputeFactory.CreateIlgpuCpu(2, 5 * grid.Size.Count * BytesPerValue / 2);

        DoseResult there = new DoseEngine(roomy).Run(request);
        DoseResult here = new DoseEngine(tight).Run(request);

        Assert.Equal(there.Methods.Select(m => m.DoseGy.Values), here.Methods.Select(m => m.DoseGy.Values));
        Assert.DoesNotContain(there.Warnings, w => w.Code == "device-memory-slabs");
        Assert.Contains(here.Warnings, w => w.Code == "device-memory-slabs");
    }

    private static void AssertSameBits(string name, IArrayCompute roomy, IArrayCompute tight)
    {
        Assert.Equal(Run(name, roomy), Run(name, tight));
        Assert.Null(roomy.MemoryNote);
        Assert.Contains("slab by slab", tight.MemoryNote, StringComparison.Ordinal);
    }

    private static float[] Run(string name, IArrayCompute compute)
    {
        using IDeviceArray source = compute.Upload(ParityInputs.Boxed(Size, new(2, 0, 5), new(30, 20, 50), 5));
        using IDeviceArray target = compute.Upload([.. Enumerable.Repeat(7f, source.Length)]);
        using IDeviceArray third = compute.Allocate(source.Length);
        Bodies[name](compute, source, target);
        return Download(compute, target);
    }

    private static float[] Download(IArrayCompute compute, IDeviceArray array)
    {
        var values = new float[array.Length];
        compute.Download(array, values);
        return values;
    }
}

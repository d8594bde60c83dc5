using BenchmarkDotNet.Attributes;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench;

/// <summary>Single primitives on a PET-sized volume with activity in a liver's box; device-resident, and once with the transfers.</summary>
[MemoryDiagnoser]
public class PrimitiveBenchmarks
{
    private static readonly Size3 Size = new(200, 200, 109);
    private readonly float[] _values = new ConvolutionCase("liver", Size, new(4.07, 4.07, 3), new(54, 41, 53)).Source();
    private float[] _result = [];
    private IArrayCompute? _compute;
    private IDeviceArray? _source;
    private IDeviceArray? _target;
    private SymmetricKernel? _symmetric;
    private SeparableKernel? _separable;

    /// <summary>Device to measure; GPUs only where they are.</summary>
    [ParamsSource(nameof(Kinds))]
    public DeviceKind Kind { get; set; }

    public static IEnumerable<DeviceKind> Kinds => ComputeFactory.Probe().Found.Select(d => d.Kind).Distinct();

    [GlobalSetup]
    public void SetUp()
    {
        _compute = ComputeFactory.Create(new(Kind));
        _source = _compute.Upload(_values);
        _target = _compute.Allocate(_values.Length);
        _result = new float[_values.Length];
        VoxelSTable table = VoxelSTableFactory.Create(PointKernel.Load("Y-90"), new(4.07, 4.07, 3), MassDensity.FromGramPerMl(1.05));
        _symmetric = new(table.Radius, Array.ConvertAll(table.Fractions, f => (float)f));
        _separable = SeparableForm.Find(table, ConvolutionPlanner.DefaultTolerance)?.Kernel;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _source?.Dispose();
        _target?.Dispose();
        _compute?.Dispose();
    }

    [Benchmark]
    public void Multiply() => _compute!.Multiply(_source!, 2, _target!);

    [Benchmark]
    public ArrayMoments Moments() => _compute!.Moments(_source!);

    [Benchmark]
    public void ConvolveDirect() => _compute!.ConvolveDirect(_source!, Size, _symmetric!, _target!);

    [Benchmark]
    public void ConvolveSeparable() => _compute!.ConvolveSeparable(_source!, Size, _separable!, _target!);

    [Benchmark]
    public void ConvolveFft() => _compute!.ConvolveFft(_source!, Size, _symmetric!, _target!);

    [Benchmark]
    public void Resample() =>
        _compute!.Resample(_source!, Size, new(Mat3.Identity, new(0.3, -0.2, 0.4)), 0, Size, _target!);

    [Benchmark]
    public void ConvolveSeparableWithTransfers()
    {
        using IDeviceArray source = _compute!.Upload(_values);
        _compute.ConvolveSeparable(source, Size, _separable!, _target!);
        _compute.Download(_target!, _result);
    }
}

using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>Linear interpolation in the tables of <see cref="TransportLayout"/>.</summary>
public static class ElectronTable
{
    /// <summary>Place of a residual range on the axis of the range tables, steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Place(in TransportParameters p, float range) =>
        MathF.Min(MathF.Sqrt(range * p.InverseMaximumRange) * TransportLayout.RangeSteps, TransportLayout.RangeSteps - 0.001f);

    /// <summary>A column of the range tables at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At<TMemory>(ref TMemory memory, int column, float place)
        where TMemory : struct, ITransportMemory
    {
        int node = (int)place;
        int index = TransportLayout.RangeStart + (node * TransportLayout.Columns) + column;
        float low = memory.Table(index);
        return low + ((place - node) * (memory.Table(index + TransportLayout.Columns) - low));
    }

    /// <summary>Kinetic energy at a residual range, tally units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EnergyUnits<TMemory>(ref TMemory memory, in TransportParameters p, float range)
        where TMemory : struct, ITransportMemory =>
        (int)((At(ref memory, TransportLayout.Energy, Place(p, range)) * EnergyBalance.UnitsPerMeV) + 0.5f);

    /// <summary>Residual range at a kinetic energy, mm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RangeOf<TMemory>(ref TMemory memory, in TransportParameters p, float energy)
        where TMemory : struct, ITransportMemory
    {
        float place = MathF.Min(MathF.Max(energy, 0f) * p.EnergyStepsPerMeV, TransportLayout.EnergySteps - 0.001f);
        int node = (int)place;
        float low = memory.Table(TransportLayout.EnergyStart + node);
        return low + ((place - node) * (memory.Table(TransportLayout.EnergyStart + node + 1) - low));
    }

    /// <summary>
    /// (1 - cos) / 2 of the scattering angle of a hop that starts at a place: a s (1 - t) / (t + a) with t the probability of a larger
    /// angle, a the scale and s the tabulated correction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HalfVersine<TMemory>(ref TMemory memory, float place, float t)
        where TMemory : struct, ITransportMemory
    {
        float scale = At(ref memory, TransportLayout.AngleScale, place);
        float row = place * ((float)TransportLayout.AngleRangeSteps / TransportLayout.RangeSteps);
        float column = MathF.Sqrt(t) * TransportLayout.AngleSteps;
        int i = (int)row;
        int j = (int)column;
        float f = row - i;
        float g = column - j;
        int index = TransportLayout.AngleStart + (i * (TransportLayout.AngleSteps + 1)) + j;
        float a = memory.Table(index);
        float b = memory.Table(index + 1);
        float c = memory.Table(index + TransportLayout.AngleSteps + 1);
        float d = memory.Table(index + TransportLayout.AngleSteps + 2);
        float low = a + (g * (b - a));
        float high = c + (g * (d - c));
        float correction = low + (f * (high - low));
        return MathF.Min(scale * correction * (1f - t) / (t + scale), 1f);
    }
}

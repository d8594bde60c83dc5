using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Transport memory that scores energy in spherical shells around a point source instead of in voxels.</summary>
internal struct RadialMemory : ITransportMemory
{
    /// <summary>Tracks are scored in pieces of this length, mm: a fifth of a shell.</summary>
    private const float Piece = 0.01f;

    private readonly float[] tables;
    private readonly TransportParameters parameters;
    private readonly float centre;
    private readonly float shellsPerMm;
    private readonly double[] shells;

    internal RadialMemory(float[] tables, TransportParameters parameters, double shellMm, double[] shells)
    {
        this.tables = tables;
        this.parameters = parameters;
        this.shells = shells;
        centre = parameters.SpacingX / 2;
        shellsPerMm = (float)(1 / shellMm);
    }

    public static bool ScoresPositions => true;

    /// <summary>Energy in each shell, tally units.</summary>
    internal readonly IReadOnlyList<double> Shells => shells;

    internal double Emitted { get; private set; }

    internal double Photons { get; private set; }

    public readonly float Table(int index) => tables[index];

    public readonly float RangePerMm(int voxel) => parameters.UniformRangePerMm;

    public readonly float ScatterPerRange(int voxel) => parameters.UniformScatterPerRange;

    public readonly int SourceVoxel(ulong point) => 0;

    public readonly void Deposit(int voxel, int units)
    {
    }

    public void Count(int balance, int units)
    {
        switch (balance)
        {
            case EnergyBalance.Emitted:
                Emitted += units;
                break;
            case EnergyBalance.Photons:
                Photons += units;
                break;
            default:
                break;
        }
    }

    public void Track(float x, float y, float z, float dx, float dy, float dz, float length, float rangeBefore, float rangeAfter)
    {
        int pieces = (int)(length / Piece) + 1;
        double units = (double)(ElectronTable.EnergyUnits(ref this, parameters, rangeBefore)
            - ElectronTable.EnergyUnits(ref this, parameters, rangeAfter)) / pieces;
        for (int piece = 0; piece < pieces; piece++)
        {
            float at = length * (piece + 0.5f) / pieces;
            Score(x + (at * dx), y + (at * dy), z + (at * dz), units);
        }
    }

    public readonly void Spot(float x, float y, float z, int units) => Score(x, y, z, units);

    private readonly void Score(float x, float y, float z, double units)
    {
        float a = x - centre;
        float b = y - centre;
        float c = z - centre;
        int shell = (int)(MathF.Sqrt((a * a) + (b * b) + (c * c)) * shellsPerMm);
        shells[Math.Min(shell, shells.Length - 1)] += units;
    }
}

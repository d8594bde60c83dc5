using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>
/// One decay: condensed-history transport of its electron on a voxel grid. The state is the residual restricted range; a hop is a
/// piece of range at whose random hinge (J. Sempau et al. 1997, DOI 10.1016/S0168-583X(97)00414-X) the direction turns by the
/// multiple-scattering angle of the whole hop. Hops run straight through voxel borders. Beyond the grid its outermost voxels go on.
/// </summary>
public static class ElectronHistory
{
    /// <summary>Odd multiplier near the golden section of the spectrum's parts: neighbours in the activity differ in energy.</summary>
    private const uint SpectrumStride = 2531;

    private const float SmallestDirection = 1e-12f;

    /// <summary>Follows decay <paramref name="index"/> of a batch until all its energy is accounted for.</summary>
    public static void Run<TMemory>(ref TMemory memory, in TransportParameters p, long index)
        where TMemory : struct, ITransportMemory
    {
        ulong history = p.FirstHistory + (ulong)index;
        uint h0 = (uint)history;
        uint h1 = (uint)(history >> 32);
        ElectronState s = Emit(ref memory, p, index, h0, h1, out int voxel);
        memory.Count(EnergyBalance.Emitted, s.Pending + p.LocalUnits);
        if (p.LocalUnits > 0)
        {
            memory.Deposit(voxel, p.LocalUnits);
            if (TMemory.ScoresPositions)
            {
                memory.Spot(
                    s.X + (s.IndexX * p.SpacingX), s.Y + (s.IndexY * p.SpacingY), s.Z + (s.IndexZ * p.SpacingZ), p.LocalUnits);
            }
        }

        Medium(ref memory, p, voxel, out float rangePerMm, out float scatter);
        bool outside = false;
        float rest = 0;
        for (uint step = 1; ; step++)
        {
            // Written so that a value that is no number ends the history.
            if (!(s.Range >= p.RangeCut) || CannotLeave(p, s, rangePerMm, outside))
            {
                break;
            }

            PhiloxBlock random = Philox.Block(h0, h1, step, 0, p.Key0, p.Key1);
            float startRange = MathF.Max(s.Range - (rest / scatter), 0.5f * s.Range);
            float hop = MathF.Min(p.HopFraction * startRange, p.HopMaximum);
            hop *= 1f + (0.5f * (hop / startRange) * (1f - (1f / scatter)));
            float hinge = PhiloxBlock.Uniform(random.X) * hop;
            float go = rest + hinge;
            rest = hop - hinge;

            float inverseX = Inverse(s.DirectionX);
            float inverseY = Inverse(s.DirectionY);
            float inverseZ = Inverse(s.DirectionZ);
            while (true)
            {
                float toX = ((s.DirectionX > 0 ? p.SpacingX : 0f) - s.X) * inverseX;
                float toY = ((s.DirectionY > 0 ? p.SpacingY : 0f) - s.Y) * inverseY;
                float toZ = ((s.DirectionZ > 0 ? p.SpacingZ : 0f) - s.Z) * inverseZ;
                float length = MathF.Max(0f, MathF.Min(toX, MathF.Min(toY, toZ)));
                float clock = rangePerMm * scatter;
                bool ends = !(length * clock < go);
                if (ends)
                {
                    length = go / clock;
                }

                float range = s.Range - (length * rangePerMm);
                if (TMemory.ScoresPositions)
                {
                    memory.Track(
                        s.X + (s.IndexX * p.SpacingX), s.Y + (s.IndexY * p.SpacingY), s.Z + (s.IndexZ * p.SpacingZ),
                        s.DirectionX, s.DirectionY, s.DirectionZ, length, s.Range, range);
                }

                s.Range = MathF.Max(range, 0f);
                s.X += length * s.DirectionX;
                s.Y += length * s.DirectionY;
                s.Z += length * s.DirectionZ;
                if (ends)
                {
                    break;
                }

                go -= length * clock;
                int units = ElectronTable.EnergyUnits(ref memory, p, s.Range);
                Leave(ref memory, voxel, outside, s.Pending - units);
                s.Pending = units;
                if (toX <= toY && toX <= toZ)
                {
                    s.X = s.DirectionX > 0 ? 0f : p.SpacingX;
                    s.IndexX += s.DirectionX > 0 ? 1 : -1;
                }
                else if (toY <= toZ)
                {
                    s.Y = s.DirectionY > 0 ? 0f : p.SpacingY;
                    s.IndexY += s.DirectionY > 0 ? 1 : -1;
                }
                else
                {
                    s.Z = s.DirectionZ > 0 ? 0f : p.SpacingZ;
                    s.IndexZ += s.DirectionZ > 0 ? 1 : -1;
                }

                voxel = Nearest(p, s, out outside);
                Medium(ref memory, p, voxel, out rangePerMm, out scatter);
            }

            Hinge(ref memory, p, ref s, random, startRange, hop, scatter, rangePerMm, h0, h1, step);
        }

        Stop(ref memory, p, s, voxel, outside, rangePerMm, scatter);
    }

    private static ElectronState Emit<TMemory>(
        ref TMemory memory, in TransportParameters p, long index, uint h0, uint h1, out int voxel)
        where TMemory : struct, ITransportMemory
    {
        PhiloxBlock place = Philox.Block(h0, h1, 0, 0, p.Key0, p.Key1);
        PhiloxBlock aim = Philox.Block(h0, h1, 0, 1, p.Key0, p.Key1);
        voxel = memory.SourceVoxel(p.SourceOffset + ((ulong)index * p.SourceStride));
        int plane = p.SizeX * p.SizeY;
        int iz = voxel / plane;
        int iy = (voxel - (iz * plane)) / p.SizeX;
        int ix = voxel - (iz * plane) - (iy * p.SizeX);

        // Every cycle of 4,096 decays takes each part of the spectrum once, from a random start.
        const uint mask = TransportLayout.SpectrumSteps - 1;
        uint cycle = (uint)(index / TransportLayout.SpectrumSteps);
        uint start = TransportMath.Mix(cycle + TransportMath.Mix((uint)p.FirstHistory ^ TransportMath.Mix(p.Key0 ^ TransportMath.Mix(p.Key1))));
        int part = TransportLayout.SpectrumStart + (int)((((uint)index * SpectrumStride) + start) & mask);
        float low = memory.Table(part);
        float range = low + (PhiloxBlock.Uniform(place.W) * (memory.Table(part + 1) - low));

        float cosine = 1f - (2f * PhiloxBlock.Uniform(aim.X));
        float sine = MathF.Sqrt(MathF.Max(0f, 1f - (cosine * cosine)));
        float azimuth = PhiloxBlock.Uniform(aim.Y);
        bool spread = p.SpreadsSource != 0;
        return new()
        {
            IndexX = ix,
            IndexY = iy,
            IndexZ = iz,
            X = p.SpacingX * (spread ? PhiloxBlock.Uniform(place.X) : 0.5f),
            Y = p.SpacingY * (spread ? PhiloxBlock.Uniform(place.Y) : 0.5f),
            Z = p.SpacingZ * (spread ? PhiloxBlock.Uniform(place.Z) : 0.5f),
            DirectionX = sine * TransportMath.CosineOfTurn(azimuth),
            DirectionY = sine * TransportMath.SineOfTurn(azimuth),
            DirectionZ = cosine,
            Range = range,
            Pending = ElectronTable.EnergyUnits(ref memory, p, range),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Hinge<TMemory>(
        ref TMemory memory, in TransportParameters p, ref ElectronState s, PhiloxBlock random, float startRange, float hop,
        float scatter, float rangePerMm, uint h0, uint h1, uint step)
        where TMemory : struct, ITransportMemory
    {
        float mu = ElectronTable.HalfVersine(ref memory, ElectronTable.Place(p, startRange), PhiloxBlock.Uniform(random.Y));
        s.Turn(2f * MathF.Sqrt(mu * (1f - mu)), 1f - (2f * mu), PhiloxBlock.Uniform(random.Z));

        // Photons, like the scattering, go with the square of the charge of the nuclei; collisions with the range alone.
        float hopRange = hop / scatter;
        float place = ElectronTable.Place(p, s.Range);
        float delta = hopRange * ElectronTable.At(ref memory, TransportLayout.DeltaRate, place);
        float photon = hop * ElectronTable.At(ref memory, TransportLayout.PhotonRate, place);
        float width = MathF.Sqrt(hopRange) * ElectronTable.At(ref memory, TransportLayout.Straggling, place);
        float event5 = PhiloxBlock.Uniform(random.Spare);
        if (event5 < delta + photon)
        {
            ElectronState copy = s;
            if (event5 < delta)
            {
                ElectronEvents.Delta(ref memory, p, ref copy, rangePerMm, h0, h1, step);
            }
            else
            {
                ElectronEvents.Photon(ref memory, p, ref copy, h0, h1, step);
            }

            s = copy;
        }

        float shifted = MathF.Max(s.Range + (width * ((2f * PhiloxBlock.Uniform(random.W)) - 1f)), 0f);
        if (TMemory.ScoresPositions)
        {
            memory.Spot(
                s.X + (s.IndexX * p.SpacingX), s.Y + (s.IndexY * p.SpacingY), s.Z + (s.IndexZ * p.SpacingZ),
                ElectronTable.EnergyUnits(ref memory, p, s.Range) - ElectronTable.EnergyUnits(ref memory, p, shifted));
        }

        s.Range = shifted;
    }

    /// <summary>True where the rest of the range is too short for another voxel, or beyond the grid too short to come back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool CannotLeave(in TransportParameters p, in ElectronState s, float rangePerMm, bool outside)
    {
        if (outside)
        {
            float gapX = s.IndexX < 0 ? (-s.IndexX * p.SpacingX) - s.X : ((s.IndexX - p.SizeX) * p.SpacingX) + s.X;
            float gapY = s.IndexY < 0 ? (-s.IndexY * p.SpacingY) - s.Y : ((s.IndexY - p.SizeY) * p.SpacingY) + s.Y;
            float gapZ = s.IndexZ < 0 ? (-s.IndexZ * p.SpacingZ) - s.Z : ((s.IndexZ - p.SizeZ) * p.SpacingZ) + s.Z;
            return MathF.Max(gapX, MathF.Max(gapY, gapZ)) * rangePerMm > s.Range;
        }

        float faceX = MathF.Min(s.X, p.SpacingX - s.X);
        float faceY = MathF.Min(s.Y, p.SpacingY - s.Y);
        float faceZ = MathF.Min(s.Z, p.SpacingZ - s.Z);
        return p.StopsWithinVoxel != 0 && s.Range < MathF.Min(faceX, MathF.Min(faceY, faceZ)) * rangePerMm;
    }

    /// <summary>The rest of the energy is left a little ahead; what photons would still take off it is counted as theirs.</summary>
    private static void Stop<TMemory>(
        ref TMemory memory, in TransportParameters p, in ElectronState s, int voxel, bool outside, float rangePerMm, float scatter)
        where TMemory : struct, ITransportMemory
    {
        float place = ElectronTable.Place(p, s.Range);
        float photons = scatter * ElectronTable.At(ref memory, TransportLayout.Energy, place)
            * ElectronTable.At(ref memory, TransportLayout.PhotonYield, place);
        int photonUnits = (int)((photons * EnergyBalance.UnitsPerMeV) + 0.5f);
        memory.Count(EnergyBalance.Photons, photonUnits);
        int rest = ElectronTable.EnergyUnits(ref memory, p, s.Range) - photonUnits;
        ElectronState end = s;
        end.Pending -= photonUnits;
        if (s.Range < p.RangeCut)
        {
            ElectronEvents.Leave(ref memory, p, ref end, s, p.DeltaDisplacement * s.Range / rangePerMm, rest);
        }
        else if (TMemory.ScoresPositions)
        {
            memory.Spot(s.X + (s.IndexX * p.SpacingX), s.Y + (s.IndexY * p.SpacingY), s.Z + (s.IndexZ * p.SpacingZ), rest);
        }

        Leave(ref memory, voxel, outside, end.Pending);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Leave<TMemory>(ref TMemory memory, int voxel, bool outside, int units)
        where TMemory : struct, ITransportMemory
    {
        if (outside)
        {
            memory.Count(EnergyBalance.Outside, units);
        }
        else
        {
            memory.Deposit(voxel, units);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Nearest(in TransportParameters p, in ElectronState s, out bool outside)
    {
        int ix = Math.Max(0, Math.Min(s.IndexX, p.SizeX - 1));
        int iy = Math.Max(0, Math.Min(s.IndexY, p.SizeY - 1));
        int iz = Math.Max(0, Math.Min(s.IndexZ, p.SizeZ - 1));
        outside = ix != s.IndexX || iy != s.IndexY || iz != s.IndexZ;
        return ix + (p.SizeX * (iy + (p.SizeY * iz)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Medium<TMemory>(ref TMemory memory, in TransportParameters p, int voxel, out float rangePerMm, out float scatter)
        where TMemory : struct, ITransportMemory
    {
        bool uniform = p.IsUniform != 0;
        rangePerMm = uniform ? p.UniformRangePerMm : memory.RangePerMm(voxel);
        scatter = uniform ? p.UniformScatterPerRange : memory.ScatterPerRange(voxel);
    }

    /// <summary>A direction of 0 counts as negative, as in the choice of the face: the way to it stays positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Inverse(float direction) =>
        1f / (MathF.Abs(direction) < SmallestDirection ? (direction > 0 ? SmallestDirection : -SmallestDirection) : direction);
}

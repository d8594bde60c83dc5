using System.Runtime.CompilerServices;

namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>The rare events of a hop: a delta ray or a bremsstrahlung photon above its cut.</summary>
public static class ElectronEvents
{
    /// <summary>Electron rest energy, MeV (CODATA 2018).</summary>
    public const float RestEnergy = 0.51099895f;

    private const uint LastAttempt = 32;

    /// <summary>
    /// A delta ray from the Moeller cross-section (ICRU 37, eq. 2.6): its energy is left on its kinematic direction at a fixed fraction
    /// of its range, the electron goes on with the rest of the energy, turned the other way.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Delta<TMemory>(
        ref TMemory memory, in TransportParameters p, ref ElectronState s, float rangePerMm, uint h0, uint h1, uint step)
        where TMemory : struct, ITransportMemory
    {
        int unitsBefore = ElectronTable.EnergyUnits(ref memory, p, s.Range);
        float energy = unitsBefore / EnergyBalance.UnitsPerMeV;
        if (energy <= 2 * p.DeltaCut)
        {
            return;
        }

        float total = energy + RestEnergy;
        float exchange = RestEnergy * (energy + total) / (total * total);
        float half = energy / (2 * total);
        float ceiling = MathF.Max(1f, 2f + (half * half) - exchange);
        float transfer = p.DeltaCut;
        float azimuth = 0;
        for (uint attempt = 1; attempt <= LastAttempt; attempt++)
        {
            PhiloxBlock random = Philox.Block(h0, h1, step, attempt, p.Key0, p.Key1);
            azimuth = PhiloxBlock.Uniform(random.Z);
            transfer = 1f / ((1f / p.DeltaCut) - (PhiloxBlock.Uniform(random.X) * ((1f / p.DeltaCut) - (2f / energy))));
            float ratio = transfer / (energy - transfer);
            float share = transfer / total;
            float weight = 1f + (ratio * ratio) + (share * share) - (exchange * ratio);
            if (PhiloxBlock.Uniform(random.Y) * ceiling < weight)
            {
                break;
            }
        }

        float left = energy - transfer;
        float deltaCosine = MathF.Sqrt(transfer * (energy + (2 * RestEnergy)) / (energy * (transfer + (2 * RestEnergy))));
        float cosine = MathF.Sqrt(left * (energy + (2 * RestEnergy)) / (energy * (left + (2 * RestEnergy))));
        s.Range = ElectronTable.RangeOf(ref memory, p, left);
        int units = unitsBefore - ElectronTable.EnergyUnits(ref memory, p, s.Range);
        ElectronState delta = s;
        delta.Turn(MathF.Sqrt(MathF.Max(0f, 1f - (deltaCosine * deltaCosine))), deltaCosine, azimuth);
        float opposite = azimuth < 0.5f ? azimuth + 0.5f : azimuth - 0.5f;
        s.Turn(MathF.Sqrt(MathF.Max(0f, 1f - (cosine * cosine))), cosine, opposite);
        float distance = p.DeltaDisplacement * ElectronTable.RangeOf(ref memory, p, transfer) / rangePerMm;
        Leave(ref memory, p, ref s, delta, distance, units);
    }

    /// <summary>A photon above the cut: its energy leaves the balance, the electron keeps its direction.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Photon<TMemory>(
        ref TMemory memory, in TransportParameters p, ref ElectronState s, uint h0, uint h1, uint step)
        where TMemory : struct, ITransportMemory
    {
        int unitsBefore = ElectronTable.EnergyUnits(ref memory, p, s.Range);
        float energy = unitsBefore / EnergyBalance.UnitsPerMeV;
        if (energy <= p.PhotonCut)
        {
            return;
        }

        PhiloxBlock random = Philox.Block(h0, h1, step, LastAttempt + 1, p.Key0, p.Key1);
        float largest = TransportLayout.EnergySteps / p.EnergyStepsPerMeV;
        float row = MathF.Min(
            (energy - p.PhotonCut) / (largest - p.PhotonCut) * TransportLayout.PhotonEnergySteps, TransportLayout.PhotonEnergySteps - 0.001f);
        float column = MathF.Sqrt(PhiloxBlock.Uniform(random.X)) * TransportLayout.PhotonSteps;
        int i = (int)row;
        int j = (int)column;
        float f = row - i;
        float g = column - j;
        int index = TransportLayout.PhotonStart + (i * (TransportLayout.PhotonSteps + 1)) + j;
        float a = memory.Table(index);
        float b = memory.Table(index + 1);
        float c = memory.Table(index + TransportLayout.PhotonSteps + 1);
        float d = memory.Table(index + TransportLayout.PhotonSteps + 2);
        float low = a + (g * (b - a));
        float high = c + (g * (d - c));
        float photon = p.PhotonCut + ((low + (f * (high - low))) * (energy - p.PhotonCut));
        s.Range = ElectronTable.RangeOf(ref memory, p, energy - photon);
        int units = unitsBefore - ElectronTable.EnergyUnits(ref memory, p, s.Range);
        s.Pending -= units;
        memory.Count(EnergyBalance.Photons, units);
    }

    /// <summary>Leaves some of an electron's pending energy at a distance from a place, in whichever voxel that is.</summary>
    internal static void Leave<TMemory>(
        ref TMemory memory, in TransportParameters p, ref ElectronState s, in ElectronState at, float distance, int units)
        where TMemory : struct, ITransportMemory
    {
        float x = at.X + (distance * at.DirectionX);
        float y = at.Y + (distance * at.DirectionY);
        float z = at.Z + (distance * at.DirectionZ);
        if (TMemory.ScoresPositions)
        {
            memory.Spot(x + (s.IndexX * p.SpacingX), y + (s.IndexY * p.SpacingY), z + (s.IndexZ * p.SpacingZ), units);
        }

        int ix = at.IndexX + (int)MathF.Floor(x / p.SpacingX);
        int iy = at.IndexY + (int)MathF.Floor(y / p.SpacingY);
        int iz = at.IndexZ + (int)MathF.Floor(z / p.SpacingZ);
        if (ix == s.IndexX && iy == s.IndexY && iz == s.IndexZ)
        {
            return;
        }

        s.Pending -= units;
        if (ix >= 0 && iy >= 0 && iz >= 0 && ix < p.SizeX && iy < p.SizeY && iz < p.SizeZ)
        {
            memory.Deposit(ix + (p.SizeX * (iy + (p.SizeY * iz))), units);
        }
        else
        {
            memory.Count(EnergyBalance.Outside, units);
        }
    }
}

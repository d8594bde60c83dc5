using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>What stays the same over all batches of a request: tables, media and the cumulative activity.</summary>
internal sealed class TransportScene
{
    /// <summary>The cumulative activity ends near this value; batches take their decays at equal distances along it.</summary>
    private const double SourceTotal = 1UL << 62;

    internal TransportScene(MonteCarloRequest request, ElectronTables tables)
    {
        Tables = tables.Values;
        bool uniform = request.DensityGPerMl.Length == 1;
        (double stopping, double scattering) = request.Tissues.At(request.DensityGPerMl[0]);
        Media = uniform ? [] : MediaOf(request);
        (SourceVoxels, SourceEnds) = SourceOf(request.Decays);
        Parameters = Common(tables, request.Emission, request.Options, request.Seed) with
        {
            SizeX = request.Size.X,
            SizeY = request.Size.Y,
            SizeZ = request.Size.Z,
            SpacingX = (float)request.SpacingMm.X,
            SpacingY = (float)request.SpacingMm.Y,
            SpacingZ = (float)request.SpacingMm.Z,
            IsUniform = uniform ? 1 : 0,
            UniformRangePerMm = (float)(request.DensityGPerMl[0] * stopping),
            UniformScatterPerRange = (float)scattering,
            StopsWithinVoxel = 1,
            SpreadsSource = 1,
        };
    }

    internal float[] Tables { get; }

    /// <summary>Range per mm and scattering per range of each voxel, interleaved; empty where uniform.</summary>
    internal float[] Media { get; }

    internal int[] SourceVoxels { get; }

    internal ulong[] SourceEnds { get; }

    /// <summary>Parameters without the batch.</summary>
    internal TransportParameters Parameters { get; }

    /// <summary>
    /// Parameters of a batch. Its decays lie at equal distances along the cumulative activity from a random start, so that each voxel
    /// gets its share to within one decay and batches stay independent.
    /// </summary>
    internal TransportParameters Batch(long firstHistory, long histories)
    {
        ulong stride = SourceEnds[^1] / (ulong)histories;
        ulong first = (ulong)firstHistory;
        PhiloxBlock random = Philox.Block((uint)first, (uint)(first >> 32), uint.MaxValue, 0, Parameters.Key0, Parameters.Key1);
        ulong start = Math.BigMul(((ulong)random.X << 32) | random.Y, stride, out _);
        return Parameters with { FirstHistory = first, SourceOffset = start, SourceStride = stride };
    }

    /// <summary>What does not depend on the grid.</summary>
    internal static TransportParameters Common(ElectronTables tables, Emission emission, TransportOptions options, ulong seed) => new()
    {
        InverseMaximumRange = (float)(1 / tables.MaximumRangeMm),
        EnergyStepsPerMeV = (float)tables.EnergyStepsPerMeV,
        HopFraction = (float)options.HopFraction,
        HopMaximum = (float)options.HopMaximumMm,
        RangeCut = (float)tables.RangeCutMm,
        DeltaCut = (float)options.DeltaCutMeV,
        DeltaDisplacement = (float)options.DeltaDisplacement,
        PhotonCut = (float)options.PhotonCutMeV,
        LocalUnits = (int)Math.Round(emission.LocalElectronMeV * EnergyBalance.UnitsPerMeV),
        Key0 = (uint)seed,
        Key1 = (uint)(seed >> 32),
    };

    private static float[] MediaOf(MonteCarloRequest request)
    {
        float[] media = new float[2 * request.DensityGPerMl.LongLength];
        Parallel.For(0, request.DensityGPerMl.Length, voxel =>
        {
            float density = request.DensityGPerMl[voxel];
            (double stopping, double scattering) = request.Tissues.At(density);
            media[2L * voxel] = (float)(density * stopping);
            media[(2L * voxel) + 1] = (float)scattering;
        });
        return media;
    }

    private static (int[] Voxels, ulong[] Ends) SourceOf(float[] decays)
    {
        double total = 0;
        int count = 0;
        foreach (float value in decays)
        {
            total += value;
            count += value > 0 ? 1 : 0;
        }

        int[] voxels = new int[count];
        ulong[] ends = new ulong[count];
        double sum = 0;
        for (int voxel = 0, n = 0; voxel < decays.Length; voxel++)
        {
            if (decays[voxel] > 0)
            {
                sum += decays[voxel];
                voxels[n] = voxel;
                ends[n++] = (ulong)(sum / total * SourceTotal);
            }
        }

        return (voxels, ends);
    }
}

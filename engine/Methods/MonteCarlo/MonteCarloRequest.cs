using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>One Monte Carlo computation, checked when made.</summary>
public sealed record MonteCarloRequest
{
    /// <summary>Groups of batches whose doses are kept apart; a run is made of whole rounds of them.</summary>
    public const int Groups = 10;

    /// <summary>Makes a request.</summary>
    /// <param name="size">Voxels along each axis.</param>
    /// <param name="spacingMm">Voxel spacing, mm.</param>
    /// <param name="decays">Decays in each voxel until all has decayed, x fastest; none below 0.</param>
    /// <param name="densityGPerMl">Mass density of each voxel, g/mL, or one value for all.</param>
    /// <param name="emission">What a decay emits.</param>
    /// <param name="decay">Mean energy of a decay under the convention in force.</param>
    /// <exception cref="InvalidInputException">Array lengths that do not fit, values that are negative or not finite, no decay at all.</exception>
    public MonteCarloRequest(
        Size3 size, Vec3 spacingMm, float[] decays, float[] densityGPerMl, Emission emission, DecayData decay)
    {
        if (size.X < 1 || size.Y < 1 || size.Z < 1 || size.Count > int.MaxValue)
        {
            throw new InvalidInputException($"the grid is {size}; Monte Carlo takes 1 to {int.MaxValue} voxels");
        }

        if (!spacingMm.IsFinite || spacingMm.X <= 0 || spacingMm.Y <= 0 || spacingMm.Z <= 0)
        {
            throw new InvalidInputException($"voxel spacing is {spacingMm} mm; every axis needs a finite value above 0");
        }

        if (decays.LongLength != size.Count || (densityGPerMl.LongLength != size.Count && densityGPerMl.LongLength != 1))
        {
            throw new InvalidInputException(
                $"a grid of {size} voxels needs {size.Count} decay values (found {decays.LongLength}) and as many densities or one (found {densityGPerMl.LongLength})");
        }

        int bad = Array.FindIndex(decays, value => !(value >= 0) || !float.IsFinite(value));
        if (bad >= 0)
        {
            throw new InvalidInputException(
                $"voxel {bad} of the activity is {decays[bad]}; Monte Carlo needs finite values of 0 or more: set negative voxels to 0 and record how much that was");
        }

        if (Array.TrueForAll(decays, value => value == 0))
        {
            throw new InvalidInputException("the activity is 0 in every voxel; there is nothing to transport");
        }

        bad = Array.FindIndex(densityGPerMl, value => !(value > 0) || !float.IsFinite(value));
        if (bad >= 0)
        {
            throw new InvalidInputException($"voxel {bad} has a density of {densityGPerMl[bad]} g/mL; it must be finite and above 0");
        }

        Size = size;
        SpacingMm = spacingMm;
        Decays = decays;
        DensityGPerMl = densityGPerMl;
        Emission = emission;
        Decay = decay;
    }

    /// <summary>Voxels along each axis.</summary>
    public Size3 Size { get; }

    /// <summary>Voxel spacing, mm.</summary>
    public Vec3 SpacingMm { get; }

    /// <summary>Decays in each voxel, x fastest.</summary>
    public float[] Decays { get; }

    /// <summary>Mass densities, g/mL: one a voxel, or one for all.</summary>
    public float[] DensityGPerMl { get; }

    /// <summary>What a decay emits.</summary>
    public Emission Emission { get; }

    /// <summary>Energy convention.</summary>
    public DecayData Decay { get; }

    /// <summary>Materials by density.</summary>
    public TissueTable Tissues { get; init; } = TissueTable.WaterOnly;

    /// <summary>Decays to simulate; null where <see cref="TargetUncertainty"/> decides.</summary>
    public long? Histories { get; init; }

    /// <summary>
    /// Relative uncertainty (1 sigma) to reach: root mean square of the voxels' uncertainties over the mean dose, in the voxels of
    /// <see cref="TargetVoxels"/>. Null where <see cref="Histories"/> decides.
    /// </summary>
    public double? TargetUncertainty { get; init; }

    /// <summary>Voxels in which the target holds.</summary>
    public int[] TargetVoxels { get; init; } = [];

    /// <summary>Voxels whose dose is kept group by group, for the uncertainty of what is made of them.</summary>
    public int[] KeptVoxels { get; init; } = [];

    /// <summary>Seed of the random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Independent parts from whose spread the uncertainty comes, where the number of histories is given; a multiple of <see cref="Groups"/>.</summary>
    public int Batches { get; init; } = 3 * Groups;

    /// <summary>Cuts and steps.</summary>
    public TransportOptions Options { get; init; } = new();

    /// <summary>Told after each batch.</summary>
    public IProgress<MonteCarloProgress>? Progress { get; init; }


    /// <summary>Volume of a voxel, mL.</summary>
    internal double VoxelMl => SpacingMm.X * SpacingMm.Y * SpacingMm.Z / Constants.CubicMillimetresPerMl;
}

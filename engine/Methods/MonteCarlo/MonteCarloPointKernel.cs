using VoxelDose.Engine.Errors;
using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>Energy around a point source in endless water of unit density, shell by shell: the transport without any voxel.</summary>
public sealed class MonteCarloPointKernel
{
    /// <summary>Side of the one voxel that stands for endless water, mm: no beta of a medical nuclide reaches its faces.</summary>
    private const float WaterMm = 1000;

    /// <summary>Fixed number of parts, so that the sum of doubles does not depend on the cores.</summary>
    private const int Parts = 16;

    private readonly double[] fractions;

    private MonteCarloPointKernel(double shellMm, double[] fractions, double photonFraction)
    {
        ShellMm = shellMm;
        this.fractions = fractions;
        PhotonFraction = photonFraction;
    }

    /// <summary>Thickness of a shell, mm.</summary>
    public double ShellMm { get; }

    /// <summary>Share of the emitted electron energy in each shell, from the centre outwards; the last holds all that is further.</summary>
    public IReadOnlyList<double> Fractions => fractions;

    /// <summary>Share of the emitted electron energy that left as bremsstrahlung.</summary>
    public double PhotonFraction { get; }

    /// <summary>Runs histories from the point.</summary>
    /// <param name="emission">What a decay emits.</param>
    /// <param name="options">Cuts and steps.</param>
    /// <param name="histories">Decays, at least one a part.</param>
    /// <param name="shellMm">Thickness of a shell, mm.</param>
    /// <param name="shells">Number of shells.</param>
    /// <param name="seed">Seed.</param>
    /// <exception cref="InvalidInputException">Too few histories, or a shell that is not above 0.</exception>
    public static MonteCarloPointKernel Run(
        Emission emission, TransportOptions options, long histories, double shellMm, int shells, ulong seed)
    {
        if (histories < Parts || !(shellMm > 0) || shells < 1)
        {
            throw new InvalidInputException(
                $"asked for {histories} histories and {shells} shells of {shellMm} mm; expected at least {Parts} histories, one shell, above 0 mm");
        }

        ElectronTables tables = ElectronTables.Of(emission.Spectrum, options);
        TransportParameters parameters = TransportScene.Common(tables, emission, options, seed) with
        {
            SizeX = 1,
            SizeY = 1,
            SizeZ = 1,
            SpacingX = WaterMm,
            SpacingY = WaterMm,
            SpacingZ = WaterMm,
            IsUniform = 1,
            UniformRangePerMm = 1,
            UniformScatterPerRange = 1,
        };
        RadialMemory[] parts = new RadialMemory[Parts];
        Parallel.For(0, Parts, part =>
        {
            RadialMemory memory = new(tables.Values, parameters, shellMm, new double[shells]);
            long end = histories * (part + 1) / Parts;
            for (long history = histories * part / Parts; history < end; history++)
            {
                ElectronHistory.Run(ref memory, parameters, history);
            }

            parts[part] = memory;
        });
        double emitted = parts.Sum(part => part.Emitted);
        double[] fractions = new double[shells];
        for (int shell = 0; shell < shells; shell++)
        {
            fractions[shell] = parts.Sum(part => part.Shells[shell]) / emitted;
        }

        return new(shellMm, fractions, parts.Sum(part => part.Photons) / emitted);
    }

    /// <summary>Radius that holds a share of the emitted electron energy, mm; linear within a shell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shells do not hold as much.</exception>
    public double Radius(double share)
    {
        double sum = 0;
        for (int shell = 0; shell < fractions.Length - 1; shell++)
        {
            double next = sum + fractions[shell];
            if (next >= share)
            {
                return ShellMm * (shell + ((share - sum) / fractions[shell]));
            }

            sum = next;
        }

        throw new ArgumentOutOfRangeException(nameof(share), share, $"the shells hold {sum} of the energy");
    }
}

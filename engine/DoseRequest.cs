using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine;

/// <summary>All that a dose run needs; immutable. Every input is already seen from the frame of the activity image, the dose frame.</summary>
public sealed record DoseRequest
{
    /// <summary>The activity image, values as read; its grid is the dose grid.</summary>
    public required Volume Image { get; init; }

    /// <summary>True where the run may write the activity over the image's values: nobody reads them afterwards, and a volume less is held.</summary>
    public bool MayOverwriteImage { get; init; }

    /// <summary>
    /// True where the run shall hold as few volumes as it can: a method's dose is computed, handed to whoever waits for it, reduced to structures and let go before the next begins, and on the
    /// host it takes the place of the volume that it is convolved from. No number changes. The result has no dose volumes then; bands round the DVH need them and are refused.
    /// </summary>
    public bool SparesMemory { get; init; }

    /// <summary>What is known about the image.</summary>
    public required QuantificationRequest Quantification { get; init; }

    /// <summary>Drawn structures.</summary>
    public IReadOnlyList<Structure> Structures { get; init; } = [];

    /// <summary>Density that local deposition divides by where <see cref="DensityGPerMl"/> is null, and the density of the voxel S table.</summary>
    public MassDensity ReferenceDensity { get; init; } = MassDensity.FromGramPerMl(1.05);

    /// <summary>Density of each voxel of the dose grid, g/mL; null where the reference density holds everywhere.</summary>
    public Volume? DensityGPerMl { get; init; }

    /// <summary>Range per unit mass relative to water: 1 for water, 1.014 for soft tissue.</summary>
    public double RelativeMassRange { get; init; } = 1;

    /// <summary>Half-life and energy by the chosen convention.</summary>
    public required DecayData Decay { get; init; }

    /// <summary>Methods in the order of the result.</summary>
    public IReadOnlyList<DoseMethod> Methods { get; init; } = [DoseMethod.LocalDeposition, DoseMethod.VoxelS];

    /// <summary>How much Monte Carlo, where it is among the methods.</summary>
    public MonteCarloSettings MonteCarlo { get; init; } = new();

    /// <summary>Largest relative dose error that an approximate form of the kernel may have, in voxels above 1 % of the maximum.</summary>
    public double KernelTolerance { get; init; } = 1e-3;

    /// <summary>True where bremsstrahlung beyond the voxel S table is added (<see cref="BremsstrahlungTail"/>).</summary>
    public bool WithTail { get; init; }

    /// <summary>Doses of V_x, Gy, ascending.</summary>
    public IReadOnlyList<double> VxDosesGy { get; init; } = [20, 30, 40, 50, 70, 80, 100, 120, 150, 200, 205, 300];

    /// <summary>Radiobiology by role; a role that is absent takes the program's defaults.</summary>
    public IReadOnlyDictionary<StructureRole, RadiobiologyParameters> Radiobiology { get; init; } =
        new Dictionary<StructureRole, RadiobiologyParameters>();

    /// <summary>What is assumed of the chain for the uncertainty of mean doses; null takes the program's defaults.</summary>
    public UncertaintyAssumptions? Uncertainty { get; init; }

    /// <summary>What counts as an extrahepatic hot spot.</summary>
    public HotSpotCriteria HotSpots { get; init; } = new();

    /// <summary>Widths of the shells round each tumour, mm; none unless asked for.</summary>
    public IReadOnlyList<double> TumorShellsMm { get; init; } = [];

    /// <summary>Structures that the user defines by others.</summary>
    public IReadOnlyList<DerivedDefinition> Derived { get; init; } = [];

    /// <summary>Published limits to hold the results against.</summary>
    public IReadOnlyList<ThresholdSet> ThresholdSets { get; init; } = [];

    /// <summary>Volumes of D_cc, mL.</summary>
    public IReadOnlyList<double> DccVolumesMl { get; init; } = [];

    /// <summary>Exponent of gEUD by role; a role that is absent has none.</summary>
    public IReadOnlyDictionary<StructureRole, double> GeudExponents { get; init; } = new Dictionary<StructureRole, double>();

    /// <summary>Models of control and toxicity that the user asks for.</summary>
    public IReadOnlyList<OutcomeModel> OutcomeModels { get; init; } = [];

    /// <summary>Treatments before this one, to be summed with it in BED.</summary>
    public IReadOnlyList<EarlierTreatment> EarlierTreatments { get; init; } = [];

    /// <summary>Lung dose of all treatments before this one, Gy; null where it is not told.</summary>
    public double? EarlierLungDoseGy { get; init; }

    /// <summary>Seed of the bands round the DVH; null where none are asked for.</summary>
    public int? DvhBandSeed { get; init; }

    /// <summary>Lung mass of the compartment formula, kg, and where it comes from; null takes 1 kg.</summary>
    public LungMass? LungMass { get; init; }
}

using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Statistics;

/// <summary>What the user asks about the biology beyond BED, EQD2 and EUD.</summary>
public sealed record BiologyQuestions
{
    /// <summary>Exponent a of gEUD by role; a role that is absent has none.</summary>
    public IReadOnlyDictionary<StructureRole, double> GeudExponents { get; init; } = new Dictionary<StructureRole, double>();

    /// <summary>Outcome models.</summary>
    public IReadOnlyList<OutcomeModel> OutcomeModels { get; init; } = [];

    /// <summary>Earlier treatments on the grid of the images.</summary>
    public IReadOnlyList<EarlierDose> Earlier { get; init; } = [];
}

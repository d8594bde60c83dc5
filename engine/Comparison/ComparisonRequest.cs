using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>Two doses in one frame, the delivered one's.</summary>
public sealed record ComparisonRequest
{
    /// <summary>Predicted dose, Gy, seen from the delivered dose's frame.</summary>
    public required Volume PredictedGy { get; init; }

    /// <summary>Delivered dose, Gy.</summary>
    public required Volume DeliveredGy { get; init; }

    /// <summary>Structures as drawn, seen from the delivered dose's frame.</summary>
    public IReadOnlyList<Structure> Structures { get; init; } = [];

    /// <summary>Gamma that the structures and the map report.</summary>
    public required GammaCriteria Gamma { get; init; }

    /// <summary>Doses of the isodose overlaps, Gy.</summary>
    public IReadOnlyList<double> DiceDosesGy { get; init; } = [50, 100, 150, 200];

    /// <summary>Doses of V_x, Gy, beside those that the threshold sets need.</summary>
    public IReadOnlyList<double> VxDosesGy { get; init; } = [20, 30, 40, 50, 70, 80, 100, 120, 150, 200, 205, 300];

    /// <summary>Limits whose crossings are looked for.</summary>
    public IReadOnlyList<ThresholdSet> ThresholdSets { get; init; } = [];

    /// <summary>Half-life, h, for biological doses.</summary>
    public required double HalfLifeH { get; init; }

    /// <summary>Method that made the doses, as the thresholds' messages name it.</summary>
    public required string Method { get; init; }

    /// <summary>Widths to match, or null.</summary>
    public ResolutionMatching? Resolution { get; init; }

    /// <summary>True: compare also with the prediction scaled to the delivered mean dose of the liver.</summary>
    public bool NormaliseToLiver { get; init; }
}

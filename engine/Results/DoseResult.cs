using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Results;

/// <summary>All that a dose run yields; immutable.</summary>
public sealed record DoseResult
{
    /// <summary>From image values to activity.</summary>
    public required QuantificationResult Quantification { get; init; }

    /// <summary>Activity concentration at administration on the dose grid, Bq/mL.</summary>
    public required Volume ActivityBqPerMl { get; init; }

    /// <summary>Mass density on the dose grid, g/mL; null where it is uniform.</summary>
    public Volume? DensityGPerMl { get; init; }

    /// <summary>Dose by each method, in the order asked.</summary>
    public required IReadOnlyList<MethodResult> Methods { get; init; }

    /// <summary>The structures as laid on the dose frame, derived ones last.</summary>
    public required IReadOnlyList<Structure> StructureShapes { get; init; }

    /// <summary>Results by structure, in the same order.</summary>
    public required IReadOnlyList<StructureResult> Structures { get; init; }

    /// <summary>A curve for each structure and method.</summary>
    public required IReadOnlyList<DvhCurve> Dvh { get; init; }

    /// <summary>How far the curves move within their uncertainty; null unless asked for.</summary>
    public DvhBands? DvhBands { get; init; }

    /// <summary>Numbers that belong to no single structure.</summary>
    public required DerivedResult Derived { get; init; }

    /// <summary>Values held against limits.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>What a reader has to know.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}

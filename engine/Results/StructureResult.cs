using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Results;

/// <summary>What a run says about one structure.</summary>
public sealed record StructureResult
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Role.</summary>
    public required StructureRole Role { get; init; }

    /// <summary>True where the program derived it from others.</summary>
    public bool Derived { get; init; }

    /// <summary>Volume before loss at the image's edge, mL.</summary>
    public double VolumeMl { get; init; }

    /// <summary>Mass of the covered samples, g.</summary>
    public double? MassG { get; init; }

    /// <summary>Voxels of its own grid.</summary>
    public long VoxelCount { get; init; }

    /// <summary>Share of the volume that the image covers.</summary>
    public double CoveredFraction { get; init; }

    /// <summary>Activity at administration in the structure, MBq.</summary>
    public double? ActivityMBq { get; init; }

    /// <summary>Codes of what to mind about this structure.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Dose statistics by method id.</summary>
    public IReadOnlyDictionary<string, DoseStatistics> Dose { get; init; } = new Dictionary<string, DoseStatistics>();
}

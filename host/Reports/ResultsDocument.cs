using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports;

/// <summary>results.json: what was put in, how it was done, what came out. The schema is docs/results.schema.json.</summary>
internal sealed record ResultsDocument
{
    /// <summary>Version of the schema; the first number changes when a reader must.</summary>
    internal const string CurrentSchemaVersion = "1.1";

    public string SchemaVersion { get; init; } = CurrentSchemaVersion;

    public required SoftwareInfo Software { get; init; }

    public required DeviceInfo Device { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationS { get; init; }

    public required IReadOnlyList<InputInfo> Inputs { get; init; }

    /// <summary>Every option in force, given or default, by its flag name without dashes.</summary>
    public required IReadOnlyDictionary<string, object?> Options { get; init; }

    public required QuantificationResult Quantification { get; init; }

    public required IReadOnlyList<MethodInfo> Methods { get; init; }

    public required IReadOnlyList<StructureResult> Structures { get; init; }

    /// <summary>Bands round the DVH; null unless asked for.</summary>
    public DvhBands? DvhBands { get; init; }

    public required DerivedResult Derived { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }

    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>What it takes to do the run again; null in documents of schema 1.0.</summary>
    public ProvenanceInfo? Provenance { get; init; }
}

/// <summary>The program; Sha256 is of its assemblies, null where they are not files.</summary>
internal sealed record SoftwareInfo(string Name, string Version, string? Commit, string? Sha256 = null);

/// <summary>The device that computed: kind is the value of --device.</summary>
internal sealed record DeviceInfo(string Kind, string Name, string? Driver);

/// <summary>A file that was read; Path as the user gave it.</summary>
internal sealed record InputInfo(string Role, string Path, string Sha256);

using System.Text.Json.Serialization;
using VoxelDose.Host.Batch.Cohort;
using VoxelDose.Host.Batch.Manifest;

namespace VoxelDose.Host.Batch;

/// <summary>What --json says of a batch.</summary>
internal sealed record BatchDocument
{
    public string SchemaVersion { get; init; } = "1.0";

    /// <summary>"done", "stopped" (by a signal), "incomplete" (a merge without all of its cases) or "refused" (the manifest has faults).</summary>
    public required string State { get; init; }

    public required string Manifest { get; init; }

    public string? Out { get; init; }

    /// <summary>I/N; null for the whole manifest.</summary>
    public string? Shard { get; init; }

    /// <summary>What the run did; null for a merge.</summary>
    public BatchTally? Run { get; init; }

    /// <summary>Faults of the manifest.</summary>
    public IReadOnlyList<ManifestFault> Faults { get; init; } = [];

    /// <summary>Cases that a merge lacks.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public IReadOnlyList<CohortFailure> Failures { get; init; } = [];

    /// <summary>The cohort; null where it was not written.</summary>
    public CohortSummary? Cohort { get; init; }
}

/// <summary>Serialisation compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BatchDocument))]
[JsonSerializable(typeof(CohortSummary))]
internal sealed partial class BatchJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace VoxelDose.Engine.Outcome;

/// <summary>What number of a structure a model is a function of.</summary>
public enum OutcomeMetric
{
    /// <summary>Generalised equivalent uniform dose with exponent 1/n.</summary>
    [JsonStringEnumMemberName("geud")]
    GeneralisedEud,

    /// <summary>Mean absorbed dose.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,

    /// <summary>Mean of the samples' BED, with the parameters of the role.</summary>
    [JsonStringEnumMemberName("bed-mean")]
    BedMean,

    /// <summary>Cell-survival equivalent uniform dose, with the alpha of the role.</summary>
    [JsonStringEnumMemberName("eud")]
    Eud,

    /// <summary>The same of BED; Poisson models alone.</summary>
    [JsonStringEnumMemberName("eubed")]
    Eubed,
}

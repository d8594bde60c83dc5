using System.Text.Json.Serialization;

namespace VoxelDose.Engine.Outcome;

/// <summary>Shape of a dose-response model.</summary>
public enum OutcomeModelKind
{
    /// <summary>Lyman, Kutcher and Burman: normal distribution of (dose - D50) / (m D50).</summary>
    [JsonStringEnumMemberName("lyman")]
    Lyman,

    /// <summary>Logistic in the logarithm of dose: 1 / (1 + (D50 / dose)^(4 gamma50)).</summary>
    [JsonStringEnumMemberName("logistic")]
    Logistic,

    /// <summary>Poisson tumour control: exp(-clonogens x mean survival exp(-alpha x BED)).</summary>
    [JsonStringEnumMemberName("poisson")]
    Poisson,

    /// <summary>Only the dose of 50 % is published (or could be verified): tells the side of it, and no probability.</summary>
    [JsonStringEnumMemberName("d50-only")]
    D50Only,
}

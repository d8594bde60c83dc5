using System.Text.Json.Serialization;

namespace VoxelDose.Engine.Outcome;

/// <summary>Shape of a dose-response model.</summary>
public enum OutcomeModelKind
{
    /// <summary>Lyman, Kutcher and Burman: normal distribution of (gEUD - D50) / (m D50), gEUD with exponent 1/n.</summary>
    [JsonStringEnumMemberName("lyman")]
    Lyman,

    /// <summary>Logistic in gEUD: 1 / (1 + (D50 / gEUD)^(4 gamma50)).</summary>
    [JsonStringEnumMemberName("logistic")]
    Logistic,

    /// <summary>Poisson tumour control: exp(-clonogens x mean survival exp(-alpha x BED)).</summary>
    [JsonStringEnumMemberName("poisson")]
    Poisson,
}

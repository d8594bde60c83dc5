using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Statistics;

namespace VoxelDose.Engine.Outcome;

/// <summary>
/// A published model of tumour control or toxicity. The program ships none: a set of parameters comes as a file with its DOI, and a
/// probability is given only for the device, disease and endpoint that it was fitted to.
/// </summary>
public sealed record OutcomeModel
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(null, allowIntegerValues: false) },
    };

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Shape.</summary>
    public required OutcomeModelKind Kind { get; init; }

    /// <summary>Device that it was fitted to.</summary>
    public required string Device { get; init; }

    /// <summary>Disease.</summary>
    public required string Disease { get; init; }

    /// <summary>What happens with this probability.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Citation with DOI.</summary>
    public required string Source { get; init; }

    /// <summary>Dose of 50 % probability, Gy; Lyman and logistic.</summary>
    public double? D50Gy { get; init; }

    /// <summary>Slope m; Lyman.</summary>
    public double? M { get; init; }

    /// <summary>Volume exponent n (1 = mean dose); Lyman and logistic.</summary>
    public double? N { get; init; }

    /// <summary>Normalised slope at 50 %; logistic.</summary>
    public double? Gamma50 { get; init; }

    /// <summary>alpha, 1/Gy; Poisson.</summary>
    public double? AlphaPerGy { get; init; }

    /// <summary>Number of clonogens per mL; Poisson.</summary>
    public double? ClonogensPerMl { get; init; }

    /// <summary>Parses a model.</summary>
    /// <param name="json">Text of the file.</param>
    /// <param name="origin">Name of the file, for messages.</param>
    /// <exception cref="InvalidInputException">The text is no model, or a parameter of its kind is absent or out of range.</exception>
    public static OutcomeModel Parse(string json, string origin)
    {
        OutcomeModel? model;
        try
        {
            model = JsonSerializer.Deserialize<OutcomeModel>(json, Options);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"outcome model {origin}, {e.Path ?? "$"} (line {e.LineNumber + 1}): {e.Message}", e);
        }

        if (model is null)
        {
            throw new InvalidInputException($"outcome model {origin}: the file holds 'null'");
        }

        (string Field, double? Value)[] needed = model.Kind switch
        {
            OutcomeModelKind.Lyman => [("d50Gy", model.D50Gy), ("m", model.M), ("n", model.N)],
            OutcomeModelKind.Logistic => [("d50Gy", model.D50Gy), ("gamma50", model.Gamma50), ("n", model.N)],
            _ => [("alphaPerGy", model.AlphaPerGy), ("clonogensPerMl", model.ClonogensPerMl)],
        };
        foreach ((string field, double? value) in needed)
        {
            if (!(value > 0) || !double.IsFinite(value.Value))
            {
                throw new InvalidInputException($"outcome model {origin}: field '{field}' is {value?.ToString() ?? "absent"}; a value above 0 is expected for kind {model.Kind}");
            }
        }

        if (!model.Source.Contains("10.", StringComparison.Ordinal))
        {
            throw new InvalidInputException($"outcome model {origin}: field 'source' is '{model.Source}'; a citation with its DOI is expected");
        }

        return model;
    }

    /// <summary>Probability for one structure, 0 to 1; null where no sample lies in the image.</summary>
    /// <param name="samples">The structure.</param>
    /// <param name="volume">Which of its volumes is the dose, Gy.</param>
    /// <param name="halfLifeH">Half-life, h (Poisson, which works on BED).</param>
    /// <param name="radiobiology">Parameters of the tissue (Poisson).</param>
    public double? Probability(StructureSamples samples, int volume, double halfLifeH, RadiobiologyParameters radiobiology)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        if (Kind == OutcomeModelKind.Poisson)
        {
            double eubed = Radiobiology.EubedGy(samples, volume, AlphaPerGy!.Value, halfLifeH, radiobiology)!.Value;
            return Math.Exp(-ClonogensPerMl!.Value * samples.WeightMl * Math.Exp(-AlphaPerGy.Value * eubed));
        }

        double uniform = Radiobiology.GeneralisedEudGy(samples, volume, 1 / N!.Value)!.Value;
        return Kind == OutcomeModelKind.Lyman
            ? MathNet.Numerics.Distributions.Normal.CDF(0, 1, (uniform - D50Gy!.Value) / (M!.Value * D50Gy.Value))
            : uniform <= 0 ? 0 : 1 / (1 + Math.Pow(D50Gy!.Value / uniform, 4 * Gamma50!.Value));
    }
}

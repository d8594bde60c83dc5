using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Outcome;

/// <summary>
/// A published model of tumour control or toxicity: a file with its DOI and with what of it was verified. It is used only where the user asks for
/// it, and says for which device, disease and endpoint it was fitted.
/// </summary>
public sealed record OutcomeModel
{
    private const string ResourcePrefix = "outcome/";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter<StructureRole>(JsonNamingPolicy.KebabCaseLower, false), new JsonStringEnumConverter(null, allowIntegerValues: false) },
    };

    /// <summary>Name, as --outcome-model takes it.</summary>
    public required string Name { get; init; }

    /// <summary>Role of the structures that it speaks of.</summary>
    public required StructureRole Role { get; init; }

    /// <summary>Shape.</summary>
    public required OutcomeModelKind Kind { get; init; }

    /// <summary>What it is a function of.</summary>
    public OutcomeMetric Metric { get; init; }

    /// <summary>Device that it was fitted to.</summary>
    public required string Device { get; init; }

    /// <summary>Nuclide that it was fitted to, e.g. "Y-90"; null where the file does not say, and then it is used with any.</summary>
    public string? Nuclide { get; init; }

    /// <summary>Disease.</summary>
    public required string Disease { get; init; }

    /// <summary>What happens with this probability.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Citation with DOI.</summary>
    public required string Source { get; init; }

    /// <summary>What of the parameters was held against which text, and what is ours; null where the file does not say.</summary>
    public string? Verified { get; init; }

    /// <summary>Dose of 50 % probability, Gy; all but Poisson.</summary>
    public double? D50Gy { get; init; }

    /// <summary>Slope m; Lyman.</summary>
    public double? M { get; init; }

    /// <summary>Volume exponent n (1 = mean dose); with metric geud.</summary>
    public double? N { get; init; }

    /// <summary>Normalised slope at 50 %; logistic.</summary>
    public double? Gamma50 { get; init; }

    /// <summary>alpha, 1/Gy; Poisson.</summary>
    public double? AlphaPerGy { get; init; }

    /// <summary>Number of clonogens per mL; Poisson.</summary>
    public double? ClonogensPerMl { get; init; }

    /// <summary>Names of the models that come with the program.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } =
    [
        .. typeof(OutcomeModel).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal),
    ];

    /// <summary>A model that comes with the program.</summary>
    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    public static OutcomeModel BuiltIn(string name)
    {
        using Stream? stream = BuiltInNames.Contains(name) ? typeof(OutcomeModel).Assembly.GetManifestResourceStream($"{ResourcePrefix}{name}.json") : null;
        if (stream is null)
        {
            throw new InvalidInputException($"outcome model '{name}' is not known; there are {string.Join(", ", BuiltInNames)}, or give the path of a JSON file");
        }

        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name);
    }

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

        foreach ((string field, double? value) in model.Needed())
        {
            if (!(value > 0) || !double.IsFinite(value.Value))
            {
                throw new InvalidInputException(
                    $"outcome model {origin}: field '{field}' is {value?.ToString(CultureInfo.InvariantCulture) ?? "absent"}; a value above 0 is expected for kind {model.Kind}, metric {model.Metric}");
            }
        }

        if (model.Metric == OutcomeMetric.Eubed != (model.Kind == OutcomeModelKind.Poisson))
        {
            throw new InvalidInputException($"outcome model {origin}: metric 'eubed' and kind 'poisson' belong together; found kind {model.Kind}, metric {model.Metric}");
        }

        return model.Source.Contains("10.", StringComparison.Ordinal)
            ? model
            : throw new InvalidInputException($"outcome model {origin}: field 'source' is '{model.Source}'; a citation with its DOI is expected");
    }

    /// <summary>A model of one nuclide says nothing of another: dose rate, energy, number of spheres and their spread differ.</summary>
    /// <exception cref="InvalidInputException">The model was fitted to another nuclide.</exception>
    public void RequireOf(string nuclide)
    {
        if (Nuclide is not null && Nuclide != nuclide)
        {
            throw new InvalidInputException(
                $"outcome model '{Name}' was fitted to {Nuclide} ({Device}) and is not applicable to doses of {nuclide}; leave it out, or give a file of a model for {nuclide}");
        }
    }

    /// <summary>What the model says of one structure.</summary>
    /// <param name="samples">The structure.</param>
    /// <param name="volume">Which of its volumes is the dose, Gy.</param>
    /// <param name="halfLifeH">Half-life, h.</param>
    /// <param name="radiobiology">Parameters of the tissue; null where they are not known.</param>
    public OutcomeResult Of(StructureSamples samples, int volume, double halfLifeH, RadiobiologyParameters? radiobiology)
    {
        double? dose = samples.Count == 0 ? null : DoseGy(samples, volume, halfLifeH, radiobiology);
        string? note = dose is not null
            ? Kind == OutcomeModelKind.D50Only ? "no slope: the side of the 50 % dose alone is told" : null
            : samples.Count == 0 ? "no sample lies in the image"
            : Metric == OutcomeMetric.Eud ? "needs alpha of the role: --radiobiology ROLE=ALPHA/BETA,REPAIR_H,ALPHA"
            : "needs radiobiological parameters of the role: --radiobiology";
        return new(Name, Endpoint, Device, Disease, JsonNamingPolicy.KebabCaseLower.ConvertName(MetricName), dose, D50Gy, dose is { } d ? Probability(d, samples.WeightMl) : null, note, Source);
    }

    private string MetricName => Metric == OutcomeMetric.GeneralisedEud ? "Geud" : Metric.ToString();

    private double? DoseGy(StructureSamples samples, int volume, double halfLifeH, RadiobiologyParameters? radiobiology) => Metric switch
    {
        OutcomeMetric.GeneralisedEud => Radiobiology.GeneralisedEudGy(samples, volume, 1 / N!.Value),
        OutcomeMetric.Mean => samples.Mean(volume),
        OutcomeMetric.BedMean => radiobiology is null ? null : Radiobiology.MeanBedGy(samples, volume, halfLifeH, radiobiology),
        OutcomeMetric.Eud => radiobiology?.AlphaPerGy is { } alpha ? Radiobiology.EudGy(samples, volume, alpha) : null,
        _ => radiobiology is null ? null : Radiobiology.EubedGy(samples, volume, AlphaPerGy!.Value, halfLifeH, radiobiology),
    };

    private double? Probability(double doseGy, double volumeMl) => Kind switch
    {
        OutcomeModelKind.D50Only => null,
        OutcomeModelKind.Poisson => Math.Exp(-ClonogensPerMl!.Value * volumeMl * Math.Exp(-AlphaPerGy!.Value * doseGy)),
        OutcomeModelKind.Lyman => MathNet.Numerics.Distributions.Normal.CDF(0, 1, (doseGy - D50Gy!.Value) / (M!.Value * D50Gy.Value)),
        _ => doseGy <= 0 ? 0 : 1 / (1 + Math.Pow(D50Gy!.Value / doseGy, 4 * Gamma50!.Value)),
    };

    private IEnumerable<(string Field, double? Value)> Needed() =>
    [
        .. Kind switch
        {
            OutcomeModelKind.Lyman => new[] { ("d50Gy", D50Gy), ("m", M) },
            OutcomeModelKind.Logistic => [("d50Gy", D50Gy), ("gamma50", Gamma50)],
            OutcomeModelKind.D50Only => [("d50Gy", D50Gy)],
            _ => [("alphaPerGy", AlphaPerGy), ("clonogensPerMl", ClonogensPerMl)],
        },
        .. Metric == OutcomeMetric.GeneralisedEud ? new[] { ("n", N) } : [],
    ];
}

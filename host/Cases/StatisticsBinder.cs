using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>Options about derived structures, radiobiology and uncertainty, and what the engine makes of them.</summary>
internal static class StatisticsBinder
{
    private static readonly double[] DefaultDccVolumesMl = [0.5, 1, 2];

    /// <summary>Far more than a model needs.</summary>
    private const int ModelBytes = 1 << 16;

    private static readonly string[] Parts = ["calibration", "activity", "decay", "kernel", "density"];

    internal static StatisticsCase Bind(CaseReader reader) => new()
    {
        Derived = [.. reader.Pairs("derive").Select(pair => Definition(pair.Name, pair.Value))],
        TumorShellsMm = [.. reader.Numbers("tumor-shell-mm").Select(mm => mm is > 0 and <= 100 ? mm : throw reader.Fault("tumor-shell-mm", "a width above 0 and up to 100 mm"))],
        Radiobiology = reader.Pairs("radiobiology").ToDictionary(
            pair => RoleWord.TryParse(pair.Name) ?? throw reader.Fault("radiobiology", $"ROLE=ALPHA/BETA,REPAIR_H[,ALPHA] with a role such as liver.{Suggestion.Hint(pair.Name, RoleWord.All)}"),
            pair => Parameters(reader, pair.Value)),
        Uncertainty = reader.Pairs("uncertainty-of").ToDictionary(
            pair => Parts.Contains(pair.Name) ? pair.Name : throw reader.Fault("uncertainty-of", $"PART=FRACTION with PART one of {string.Join(", ", Parts)}.{Suggestion.Hint(pair.Name, Parts)}"),
            pair => Number(pair.Value) is >= 0 and < 2 and var fraction ? fraction : throw reader.Fault("uncertainty-of", "PART=FRACTION with a fraction of 0 or more, such as calibration=0.05")),
        ContourFwhmMm = reader.Number("contour-fwhm-mm") is null or >= 0 ? reader.Number("contour-fwhm-mm") : throw reader.Fault("contour-fwhm-mm", "0 mm or more"),
        Recovery = reader.Text("recovery"),
        DccVolumesMl = reader.Numbers("d-cc") is { Count: > 0 } volumes
            ? [.. volumes.Select(ml => ml > 0 ? ml : throw reader.Fault("d-cc", "a volume above 0 mL")).Distinct().Order()]
            : DefaultDccVolumesMl,
        GeudExponents = reader.Pairs("geud").ToDictionary(
            pair => RoleWord.TryParse(pair.Name) ?? throw reader.Fault("geud", "ROLE=A with a role such as tumor"),
            pair => Number(pair.Value) is { } exponent and not 0 ? exponent : throw reader.Fault("geud", "ROLE=A with a number other than 0, such as tumor=-10 or liver=1")),
        OutcomeModels = [.. reader.Texts("outcome-model").Distinct()],
        EarlierLungDoseGy = reader.Number("earlier-lung-gy") is null or >= 0 ? reader.Number("earlier-lung-gy") : throw reader.Fault("earlier-lung-gy", "0 Gy or more"),
        DvhBandSeed = DvhBandSeed(reader),
    };

    private static int? DvhBandSeed(CaseReader reader)
    {
        double? seed = reader.Number("dvh-band-seed");
        if (!reader.Flag("dvh-band"))
        {
            return seed is null ? null : throw new UsageException("--dvh-band-seed is an option of the band; give --dvh-band too");
        }

        return seed switch
        {
            null => 1,
            >= 0 and <= int.MaxValue and var whole when whole == Math.Floor(whole) => (int)whole,
            _ => throw reader.Fault("dvh-band-seed", "a whole number of 0 or more"),
        };
    }

    /// <summary>A model by its name or file.</summary>
    internal static OutcomeModel OutcomeModelNamed(string name) =>
        OutcomeModel.BuiltInNames.Contains(name) ? OutcomeModel.BuiltIn(name)
        : File.Exists(name) ? OutcomeModel.Parse(InputFile.ReadText(name, ModelBytes), name)
        : throw new InvalidInputException(
            $"--outcome-model {name}: neither a file nor a built-in model ({string.Join(", ", OutcomeModel.BuiltInNames)}).{Suggestion.Hint(name, OutcomeModel.BuiltInNames)}");

    /// <summary>The assumptions of the uncertainty budget: the program's, with what the case states in their place.</summary>
    internal static UncertaintyAssumptions Assumptions(StatisticsCase statistics, bool isAbsolute, string nuclide)
    {
        UncertaintyAssumptions assumed = UncertaintyAssumptions.Default(isAbsolute, nuclide);
        return assumed with
        {
            DelineationFwhmMm = statistics.ContourFwhmMm,
            Calibration = Stated("calibration") ?? assumed.Calibration,
            Activity = Stated("activity") ?? assumed.Activity,
            Decay = Stated("decay") ?? assumed.Decay,
            Kernel = Stated("kernel") ?? assumed.Kernel,
            Density = Stated("density") ?? assumed.Density,
            Recovery = statistics.Recovery is { } file ? RecoveryFile.Read(file) : null,
        };

        UncertaintyInput? Stated(string part) => statistics.Uncertainty.TryGetValue(part, out double fraction) ? new(fraction, "stated by the user") : null;
    }

    /// <summary>Radiobiology of each role that has one, as the option would state it.</summary>
    internal static IReadOnlyList<string> InForce(IReadOnlyDictionary<StructureRole, RadiobiologyParameters> given) =>
    [
        .. Enum.GetValues<StructureRole>()
            .Select(role => (Role: role, Parameters: given.GetValueOrDefault(role) ?? RadiobiologyParameters.DefaultFor(role)))
            .Where(entry => entry.Parameters is not null)
            .Select(entry => $"{RoleWord.Of(entry.Role)}={entry.Parameters!.AlphaBetaGy},{entry.Parameters.RepairHalfTimeH}" +
                (entry.Parameters.AlphaPerGy is { } alpha ? $",{alpha}" : string.Empty) + $" ({entry.Parameters.Source})"),
    ];

    /// <summary>NAME or NAME:ROLE; a colon that no role follows belongs to the name.</summary>
    private static DerivedDefinition Definition(string name, string expression)
    {
        int colon = name.LastIndexOf(':');
        return colon > 0 && RoleWord.TryParse(name[(colon + 1)..]) is { } role
            ? new(name[..colon], role, expression)
            : new(name, StructureRole.Other, expression);
    }

    private static RadiobiologyParameters Parameters(CaseReader reader, string text)
    {
        double?[] numbers = Array.ConvertAll(text.Split(','), Number);
        return numbers is [> 0, >= 0] or [> 0, >= 0, > 0]
            ? new(numbers[0]!.Value, numbers[1]!.Value, numbers.Length > 2 ? numbers[2] : null, "user")
            : throw reader.Fault("radiobiology", "ROLE=ALPHA/BETA,REPAIR_H[,ALPHA] in Gy, h and 1/Gy, such as liver=2.5,2.5 or tumor=10,1.5,0.02");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}

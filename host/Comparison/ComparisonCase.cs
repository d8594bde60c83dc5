using System.CommandLine;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Comparison;

/// <summary>A comparison with its files read and laid into the delivered dose's frame.</summary>
internal sealed record ComparisonCase
{
    internal required ComparedDose Predicted { get; init; }

    internal required ComparedDose Delivered { get; init; }

    internal required ComparisonRequest Request { get; init; }

    internal required string StructuresFrom { get; init; }

    internal required string? TransformPath { get; init; }

    internal required string? PredictedDeviceType { get; init; }

    internal required string? DeliveredDeviceType { get; init; }

    internal required IReadOnlyList<Warning> Warnings { get; init; }

    internal static ComparisonCase Read(ParseResult parsed)
    {
        GammaCriteria gamma = CompareOptions.Criteria(parsed);
        ResolutionMatching? resolution = (parsed.GetValue(CompareOptions.PredictedFwhmMm), parsed.GetValue(CompareOptions.DeliveredFwhmMm)) switch
        {
            (null, null) => null,
            ({ } p, { } d) => new() { PredictedFwhmMm = p, DeliveredFwhmMm = d },
            _ => throw new UsageException("--predicted-fwhm-mm and --delivered-fwhm-mm belong together; give both"),
        };
        string? normalise = parsed.GetValue(CompareOptions.Normalise);
        if (normalise is not (null or "liver"))
        {
            throw new UsageException($"--normalise '{normalise}': expected liver");
        }

        (ComparedDose predicted, ComparedDose delivered, string method) = ComparedDose.Read(
            parsed.GetValue(CompareOptions.Predicted)!, parsed.GetValue(CompareOptions.Delivered)!, parsed.GetValue(CompareOptions.Method));
        string nuclide = NuclideOf(predicted, delivered);
        RequireDevices(parsed, nuclide);
        ThresholdSet[] sets = Sets(parsed, nuclide);
        string? transformPath = parsed.GetValue(CompareOptions.Transform);
        AffineTransform? transform = transformPath is null ? null : TransformFile.Read(transformPath);
        (IReadOnlyList<Structure> structures, string from) = Structures(parsed, predicted, delivered, transform);
        return new()
        {
            Predicted = predicted,
            Delivered = delivered,
            StructuresFrom = from,
            TransformPath = transformPath,
            PredictedDeviceType = parsed.GetValue(CompareOptions.PredictedDeviceType),
            DeliveredDeviceType = parsed.GetValue(CompareOptions.DeliveredDeviceType),
            Warnings = [.. ComparisonWarnings.Of(parsed, predicted, delivered, resolution, sets)],
            Request = new()
            {
                PredictedGy = transform is null ? predicted.DoseGy : predicted.DoseGy.SeenFrom(transform),
                DeliveredGy = delivered.DoseGy,
                Structures = structures,
                Gamma = gamma,
                DiceDosesGy = parsed.GetValue(CompareOptions.DiceGy) is { Length: > 0 } doses ? doses : [50, 100, 150, 200],
                ThresholdSets = sets,
                HalfLifeH = (delivered.Run ?? predicted.Run)?.Quantification.HalfLifeH ?? EnergyConventions.Get(nuclide, EnergyConventions.DefaultId(nuclide)).HalfLifeH,
                Method = method,
                Resolution = resolution,
                NormaliseToLiver = normalise is not null,
            },
        };
    }

    /// <summary>The nuclide of both sides; 90Y where neither says one.</summary>
    /// <exception cref="InvalidInputException">The runs are of two nuclides.</exception>
    private static string NuclideOf(ComparedDose predicted, ComparedDose delivered) =>
        (predicted.Run?.Quantification.Nuclide, delivered.Run?.Quantification.Nuclide) is ({ } a, { } b) && a != b
            ? throw new InvalidInputException(
                $"the predicted run ({predicted.Path}) is of {a}, the delivered one ({delivered.Path}) of {b}: doses of two nuclides differ in half-life, range and limits, and neither predicts the other; run dose again with one --nuclide")
            : (delivered.Run ?? predicted.Run)?.Quantification.Nuclide ?? DoseCase.DefaultNuclide;

    /// <summary>Microspheres carry one nuclide.</summary>
    private static void RequireDevices(ParseResult parsed, string nuclide)
    {
        foreach (Option<string?> option in new[] { CompareOptions.PredictedDeviceType, CompareOptions.DeliveredDeviceType })
        {
            if (parsed.GetValue(option) is { } type && DeviceCatalog.Get(Enum.Parse<DeviceType>(type, ignoreCase: true)) is var device && device.Nuclide != nuclide)
            {
                throw new InvalidInputException($"{option.Name} {type}: {device.Name} carries {device.Nuclide}, and the doses are of {nuclide}");
            }
        }
    }

    /// <summary>
    /// The sets that are named, which must be of the nuclide, or else all built-in ones that are, and that are of the microspheres that were given, where those are told.
    /// </summary>
    private static ThresholdSet[] Sets(ParseResult parsed, string nuclide)
    {
        string? given = parsed.GetValue(CompareOptions.DeliveredDeviceType);
        if (parsed.GetValue(CompareOptions.ThresholdSet) is not { Length: > 0 } named)
        {
            return [.. ThresholdSet.BuiltInNames.Select(ThresholdSet.BuiltIn).Where(set => set.IsOf(nuclide) && (given is null || set.IsOfDevice(given)))];
        }

        ThresholdSet[] sets = [.. named.Select(Set)];
        foreach (ThresholdSet set in sets)
        {
            set.RequireOf(nuclide);
        }

        return sets;
    }

    private static ThresholdSet Set(string name) =>
        ThresholdSet.BuiltInNames.Contains(name) ? ThresholdSet.BuiltIn(name)
        : File.Exists(name) ? ThresholdSet.Parse(File.ReadAllText(name), name)
        : throw new InvalidInputException(
            $"--threshold-set {name}: neither a file nor a built-in set ({string.Join(", ", ThresholdSet.BuiltInNames)}).{Suggestion.Hint(name, ThresholdSet.BuiltInNames)}");

    private static (IReadOnlyList<Structure> Structures, string From) Structures(
        ParseResult parsed, ComparedDose predicted, ComparedDose delivered, AffineTransform? transform)
    {
        string[] files = parsed.GetValue(CompareOptions.Structures) ?? [];
        IReadOnlyList<Structure> structures = files.Length > 0 ? [.. files.SelectMany(StructureFile.Read)] : delivered.Structures();
        string from = files.Length > 0 ? $"given: {string.Join(", ", files)}" : "the delivered run";
        if (structures.Count == 0)
        {
            structures = [.. predicted.Structures().Select(structure => transform is null ? structure : structure.SeenFrom(transform))];
            from = structures.Count > 0 ? "the predicted run" : "none";
        }

        if (structures.GroupBy(structure => structure.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidInputException($"--structures: {twice.Count()} structures are named '{twice.Key}'; names must be unique");
        }

        Dictionary<string, StructureRole> roles = Roles(parsed.GetValue(CompareOptions.Role) ?? []);
        if (roles.Keys.FirstOrDefault(name => structures.All(structure => structure.Name != name)) is { } unknown)
        {
            throw new InvalidInputException($"--role {unknown}=...: no structure has that name; structures: {string.Join(", ", structures.Select(structure => structure.Name))}.{Suggestion.Hint(unknown, structures.Select(structure => structure.Name))}");
        }

        return ([.. structures.Select(structure => roles.TryGetValue(structure.Name, out StructureRole role) ? structure.WithRole(role) : structure)], from);
    }

    private static Dictionary<string, StructureRole> Roles(string[] texts)
    {
        var roles = new Dictionary<string, StructureRole>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.LastIndexOf('=');
            roles[equals > 0 ? text[..equals] : text] = (equals > 0 ? RoleWord.TryParse(text[(equals + 1)..]) : null) ?? throw new UsageException(
                $"--role '{text}': expected NAME=ROLE with one of {string.Join(", ", Enum.GetValues<StructureRole>().Select(RoleWord.Of))}");
        }

        return roles;
    }
}

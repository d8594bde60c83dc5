using System.CommandLine;
using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Units;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Planning;

/// <summary>Turns parsed options and files into a <see cref="PlanCase"/>.</summary>
internal static class PlanBinder
{
    private const double DefaultDensityGPerMl = 1.05;
    private const double DefaultLungKg = 1;

    private static readonly IReadOnlyDictionary<string, PlanningModel> Models = new Dictionary<string, PlanningModel>
    {
        ["mird"] = PlanningModel.Mird,
        ["bsa"] = PlanningModel.Bsa,
        ["modified-bsa"] = PlanningModel.ModifiedBsa,
        ["partition"] = PlanningModel.Partition,
        ["voxel"] = PlanningModel.Voxel,
    };

    internal static PlanCase Bind(ParseResult parsed)
    {
        string model = parsed.GetValue(PlanOptions.Model)!;
        MicrosphereDevice device = DeviceCatalog.Get(Enum.Parse<DeviceType>(parsed.GetValue(PlanOptions.DeviceType)!, ignoreCase: true));
        List<TreatmentSession> sessions = Sessions(parsed);
        if (sessions.Count > 1 && model == "all")
        {
            throw new UsageException("--model all compares the models for one session; for a treatment in several sessions name one model");
        }

        (double? lungLimit, bool isAsked) = LungLimit(parsed.GetValue(PlanOptions.LimitLungGy));
        var request = new PlanRequest
        {
            Device = device,
            Decay = EnergyConventions.Get(device.Nuclide, parsed.GetValue(PlanOptions.EnergyConvention) ?? EnergyConventions.DefaultId(device.Nuclide)),
            Density = Density(parsed.GetValue(PlanOptions.Density)),
            LungMassKg = parsed.GetValue(PlanOptions.LungKg) ?? DefaultLungKg,
            Territories = sessions[0].Territories,
            ResidualFraction = parsed.GetValue(PlanOptions.Residual) ?? 0,
            LungLimitGy = lungLimit,
            IsLungLimitAsked = isAsked,
            PreviousLungGy = parsed.GetValue(PlanOptions.PreviousLungGy),
            LiverMl = PlanVolumes.PlausibleLiver(parsed.GetValue(PlanOptions.LiverMl)),
            HeightM = parsed.GetValue(PlanOptions.HeightM),
            WeightKg = parsed.GetValue(PlanOptions.WeightKg),
        };
        PatientFacts patient = parsed.GetValue(PlanOptions.Patient) is { } path ? PlanFiles.ReadPatient(path) : PatientFacts.None;
        return new()
        {
            Model = model,
            Models = model == "all" ? [.. Models.Values] : [Models[model]],
            Request = request,
            Sessions = sessions,
            Patient = patient.WithDefault("tumorFractionOfTargetLiver", TumorFraction(sessions)),
            Uncertainties = Uncertainties(parsed.GetValue(PlanOptions.Uncertainty) ?? []),
            CalibrationAt = Time(parsed, PlanOptions.CalibrationAt),
            Out = parsed.GetValue(PlanOptions.Out),
            Overwrite = parsed.GetValue(PlanOptions.Overwrite),
            FailOn = parsed.GetValue(PlanOptions.FailOn) ?? [],
        };
    }

    private static double? LungShunt(ParseResult parsed)
    {
        double? stated = parsed.GetValue(PlanOptions.LungShunt);
        if (parsed.GetValue(PlanOptions.PlanarCounts) is not { Length: > 0 } counts)
        {
            return stated;
        }

        if (stated is not null)
        {
            throw new UsageException("--lung-shunt and --planar-counts both give the lung shunt; give one of them");
        }

        PlanarCounts planar = PlanarCounts.TryParse([.. counts.Select(text => text.Split('=', 2)).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : ""))])
            ?? throw new UsageException($"--planar-counts {string.Join(' ', counts)}: expected {PlanarCounts.Expected}");
        return planar.LungShuntFraction;
    }

    private static DateTimeOffset? Time(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? ZonedTime.Parse(text, parsed.GetValue(PlanOptions.TimeZone), option.Name) : null;

    private static List<TreatmentSession> Sessions(ParseResult parsed)
    {
        var targets = new PlanTargets
        {
            TumorGy = parsed.GetValue(PlanOptions.TargetTumorGy),
            TumorD70Gy = parsed.GetValue(PlanOptions.TargetTumorD70Gy),
            NormalLiverGy = parsed.GetValue(PlanOptions.TargetNormalGy),
            PerfusedGy = parsed.GetValue(PlanOptions.TargetPerfusedGy),
        };
        double? shunt = LungShunt(parsed);
        double? ratio = parsed.GetValue(PlanOptions.TnRatio);
        if (parsed.GetValue(PlanOptions.Treatment) is not { } path)
        {
            var territory = new TerritoryInput
            {
                Name = "treated volume",
                Tumors = parsed.GetValue(PlanOptions.TumorMl) is { } ml ? [new() { Name = "tumour", VolumeMl = ml, TumorToNormalRatio = ratio }] : [],
                NormalLiverMl = parsed.GetValue(PlanOptions.NormalLiverMl),
                PerfusedMl = parsed.GetValue(PlanOptions.PerfusedMl),
                LungShuntFraction = shunt,
                Targets = targets,
                ActivityGBq = parsed.GetValue(PlanOptions.ActivityGBq),
            };
            return [new("treatment", Time(parsed, PlanOptions.InjectionAt), [PlanVolumes.Plausible(territory, string.Empty)])];
        }

        Option[] replaced = [PlanOptions.TumorMl, PlanOptions.NormalLiverMl, PlanOptions.PerfusedMl, PlanOptions.ActivityGBq, PlanOptions.InjectionAt];
        if (replaced.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } both)
        {
            throw new UsageException($"{both.Name} and --treatment contradict each other; say it in the treatment file");
        }

        return [.. PlanFiles.ReadTreatment(path).Sessions.Select(session => new TreatmentSession(
            session.Name,
            session.At is { } at ? ZonedTime.Parse(at, parsed.GetValue(PlanOptions.TimeZone), $"{path}: session '{session.Name}': at") : null,
            [.. session.Territories.Select(territory => PlanVolumes.Plausible(new TerritoryInput
            {
                Name = territory.Name,
                Tumors = [.. (territory.Tumors ?? []).Select(tumor => new TumorInput { Name = tumor.Name, VolumeMl = tumor.VolumeMl, TumorToNormalRatio = tumor.TnRatio ?? ratio })],
                NormalLiverMl = territory.NormalLiverMl,
                PerfusedMl = territory.PerfusedMl,
                LungShuntFraction = territory.LungShunt ?? shunt,
                ActivityGBq = territory.ActivityGBq,
                Targets = targets with
                {
                    TumorGy = territory.TargetTumorGy ?? targets.TumorGy,
                    NormalLiverGy = territory.TargetNormalGy ?? targets.NormalLiverGy,
                    PerfusedGy = territory.TargetPerfusedGy ?? targets.PerfusedGy,
                },
            }, $"{path}: territory '{territory.Name}'"))]))];
    }

    private static (double? LimitGy, bool IsAsked) LungLimit(string? text) => text switch
    {
        null => (PlanningData.Default.Lung.SessionLimitGy, false),
        "none" => (null, false),
        _ => (ParseNumber(text, "--limit-lung-gy", "a dose in Gy or 'none'"), true),
    };

    private static MassDensity Density(string? text)
    {
        if (text is null)
        {
            return MassDensity.FromGramPerMl(DefaultDensityGPerMl);
        }

        string worded = text.StartsWith(UniformDensity.Prefix, StringComparison.Ordinal) ? text : UniformDensity.Prefix + text;
        ParseNumber(worded[UniformDensity.Prefix.Length..], "--density", "g/mL, e.g. 1.05");
        return UniformDensity.TryParse(worded) ?? throw new InvalidInputException($"--density {text}: expected {UniformDensity.Expected}");
    }

    private static double ParseNumber(string text, string option, string expected) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new UsageException($"{option} '{text}': expected {expected}");

    private static Dictionary<string, double> Uncertainties(string[] texts)
    {
        var values = new Dictionary<string, double>();
        foreach (string text in texts)
        {
            string[] parts = text.Split('=', 2);
            if (parts.Length != 2 || !Sensitivity.Parameters.Contains(parts[0]))
            {
                throw new UsageException($"--uncertainty '{text}': expected NAME=RELATIVE with one of {string.Join(", ", Sensitivity.Parameters)}");
            }

            double value = ParseNumber(parts[1], "--uncertainty", "a relative uncertainty, e.g. 0.2");
            values[parts[0]] = value is > 0 and < 1
                ? value
                : throw new InvalidInputException($"--uncertainty {text}: a relative uncertainty above 0 and below 1 is expected");
        }

        return values;
    }

    /// <summary>Tumour over tumour and normal liver of the first session; null where a volume is missing.</summary>
    private static double? TumorFraction(List<TreatmentSession> sessions)
    {
        double? tumor = sessions[0].Territories.Aggregate((double?)0, (sum, territory) => sum + territory.TumorMl);
        double? normal = sessions[0].Territories.Aggregate((double?)0, (sum, territory) => sum + territory.NormalLiverMl);
        return tumor + normal > 0 ? tumor / (tumor + normal) : null;
    }
}

using System.Globalization;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;
using VoxelDose.Host.Cli;
using VoxelDose.Host.DicomWeb;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Cases;

/// <summary>From options as written to a <see cref="DoseCase"/>; checks each option by itself and those that exclude one another.</summary>
internal static class DoseCaseBinder
{
    /// <summary>Range per unit mass of soft tissue relative to water (docs/physics.md).</summary>
    private const double SoftTissueMassRange = 1.014;

    internal static DoseCase Bind(CaseReader reader)
    {
        DicomWebCase? web = DicomWebOptions.Bind(reader);
        string? activity = reader.Text("activity");
        if (activity is null && web?.From is null)
        {
            throw new UsageException("--activity FILE is missing: the activity image to compute dose from (or --from URL --study UID, to read it by DICOMweb)");
        }

        (bool densityFromCt, MassDensity uniform) = Density(reader);
        DecayData decay = Decay(reader);
        DateTimeOffset? administeredAt = reader.Time("administered-at");
        double? hours = Hours(reader, administeredAt);
        IReadOnlyList<EarlierCase> earlier = EarlierOptions.Read(reader);
        IReadOnlyList<string> methods = reader.Words("method");
        IReadOnlyList<double> vx = reader.Numbers("vx-gy");
        string? lungs = reader.Word("lungs-in-field-of-view");
        bool dicomOut = reader.Flag("dicom-out") || web?.Store is not null;
        if (reader.Flag("deidentify") && !dicomOut)
        {
            throw new UsageException("--deidentify is about DICOM output; give --dicom-out with it");
        }

        PlanarCounts? planar = Planar(reader);
        return new()
        {
            Given = reader.Given.ToDictionary(option => option.Key, option => option.Value.Values),
            Activity = activity,
            DicomWeb = web,
            Modality = ImageModalities.Parse(reader.Word("modality")),
            Units = reader.Word("activity-units") switch
            {
                "bq-per-ml" => ImageUnits.BqPerMl,
                "kbq-per-ml" => ImageUnits.KbqPerMl,
                "bq-per-voxel" => ImageUnits.BqPerVoxel,
                "counts" => ImageUnits.Counts,
                _ => null,
            },
            BqPerMlPerCount = reader.PositiveNumber("bq-per-ml-per-count"),
            Calibration = reader.Word("calibration") switch
            {
                "absolute" => CalibrationKind.Absolute,
                "relative" => CalibrationKind.Relative,
                _ => null,
            },
            Reference = reader.Text("reference"),
            LungsInFieldOfView = lungs is null ? null : lungs == "yes",
            Administered = Megabecquerel(reader.PositiveNumber("administered-mbq")),
            Residual = Megabecquerel(reader.Number("residual-mbq")),
            LungShuntFraction = planar?.LungShuntFraction ?? reader.Number("lung-shunt"),
            MeasuresLungShunt = reader.Word("lung-shunt-from") is not null,
            PlanarCounts = planar,
            LungKg = reader.PositiveNumber("lung-kg"),
            Territories = [.. reader.Pairs("territory").Select(p => new Territory(p.Name, Activity.FromMegabecquerel(ParseTerritory(reader, p.Value))))],
            HoursAfterAdministration = hours,
            AdministeredAt = administeredAt,
            AcquiredAt = reader.Time("acquired-at"),
            ScannerIsotope = reader.Text("scanner-isotope"),
            AssumeRegistered = reader.Flag("assume-registered"),
            DicomOut = dicomOut,
            Deidentify = reader.Flag("deidentify"),
            AcceptImbalance = reader.Flag("accept-imbalance"),
            Structures = reader.Texts("structures"),
            Roles = Roles(reader),
            Ct = reader.Text("ct"),
            CtCalibration = reader.Text("ct-calibration"),
            DensityFromCt = densityFromCt,
            UniformDensity = uniform,
            RelativeMassRange = reader.Word("medium") == "soft-tissue" ? SoftTissueMassRange : 1,
            Transforms = Transforms(reader, earlier),
            Methods = methods.Count == 0 ? [DoseMethod.LocalDeposition, DoseMethod.VoxelS] : [.. methods.Select(Method).Distinct()],
            MonteCarlo = MonteCarloOptions.Read(reader, methods.Contains(DoseMethod.MonteCarlo.Id())),
            Media = reader.Text("media"),
            Decay = decay,
            KernelTolerance = KernelTolerance(reader),
            WithTail = reader.Word("tail") == "on",
            VxDosesGy = vx.Count == 0 ? [20, 30, 40, 50, 70, 80, 100, 120, 150, 200, 205, 300] : [.. vx.Distinct().Order()],
            Earlier = earlier,
            Statistics = StatisticsBinder.Bind(reader),
            MaxMemoryBytes = reader.Text("max-memory") is { } most
                ? MemoryLimit.Parse(most) ?? throw reader.Fault("max-memory", "a size above 0 with its unit: KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB; such as 2GB")
                : null,
            Device = DeviceWord.Parse(reader.Text("device") ?? "auto", Threads(reader)),
            Out = reader.Text("out"),
            Overwrite = reader.Flag("overwrite"),
            Format = reader.Word("format") ?? "nii.gz",
            Figures = reader.Flag("figures"),
            Pdf = reader.Flag("pdf"),
            Label = reader.Text("label"),
            ThresholdSets = ThresholdSets(reader, decay.Nuclide),
            FailOn = reader.Texts("fail-on"),
        };
    }

    /// <summary>Half-life and energy of the nuclide that is given to the patient.</summary>
    private static DecayData Decay(CaseReader reader)
    {
        string nuclide = reader.Text("nuclide") ?? DoseCase.DefaultNuclide;
        return EnergyConventions.Nuclides.Contains(nuclide)
            ? EnergyConventions.Get(nuclide, reader.Word("energy-convention") ?? EnergyConventions.DefaultId(nuclide))
            : throw reader.Fault("nuclide",
                $"one of {string.Join(", ", EnergyConventions.Nuclides)}: of no other were half-life, point kernel and transport checked here.{Suggestion.Hint(nuclide, EnergyConventions.Nuclides)}");
    }

    /// <summary>Lung limits are held without being asked for, where they are of the nuclide.</summary>
    private static IReadOnlyList<string> ThresholdSets(CaseReader reader, string nuclide)
    {
        IReadOnlyList<string> asked = reader.Texts("threshold-set");
        return ThresholdSet.BuiltIn(DoseCase.LungLimits).IsOf(nuclide) ? [DoseCase.LungLimits, .. asked.Where(name => name != DoseCase.LungLimits)] : asked;
    }

    private static Activity? Megabecquerel(double? value) => value is { } mbq ? Activity.FromMegabecquerel(mbq) : null;

    private static PlanarCounts? Planar(CaseReader reader)
    {
        string[] given = [.. new[] { "lung-shunt", "lung-shunt-from", "planar-counts" }.Where(name => reader.Raw(name) is not null)];
        if (given.Length > 1)
        {
            throw new UsageException($"--{given[0]} and --{given[1]} both give the lung shunt; give one of them");
        }

        IReadOnlyList<(string Name, string Value)> pairs = reader.Pairs("planar-counts");
        return pairs.Count == 0 ? null : PlanarCounts.TryParse(pairs) ?? throw reader.Fault("planar-counts", PlanarCounts.Expected);
    }

    private static double ParseTerritory(CaseReader reader, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)
            ? value
            : throw reader.Fault("territory", "STRUCTURE=MBQ with an activity above 0");

    private static double KernelTolerance(CaseReader reader)
    {
        // A tenth of the dose is no tolerance any more but a mistake, such as a per cent that was meant as a share.
        const double most = 0.1;
        double value = reader.Number("kernel-tolerance") ?? ConvolutionPlanner.DefaultTolerance;
        return value is >= 0 and <= most
            ? value
            : throw reader.Fault("kernel-tolerance", "0 (the exact table) or a share of the dose up to 0.1");
    }

    private static double? Hours(CaseReader reader, DateTimeOffset? administeredAt)
    {
        double? hours = reader.Number("hours-after-administration");
        DateTimeOffset? acquiredAt = reader.Time("acquired-at");
        if (hours is not null && (administeredAt is not null || acquiredAt is not null))
        {
            throw new UsageException("--hours-after-administration and --administered-at/--acquired-at say the same thing; give one of them");
        }

        if (acquiredAt is not null && administeredAt is null)
        {
            throw new UsageException("--acquired-at needs --administered-at: the decay is counted between the two");
        }

        hours ??= acquiredAt is { } acquired ? (acquired - administeredAt!.Value).TotalHours : null;
        return hours is null or >= 0
            ? hours
            : throw reader.Fault(reader.Raw("acquired-at") is null ? "hours-after-administration" : "acquired-at", "a time not before administration");
    }

    private static (bool FromCt, MassDensity Uniform) Density(CaseReader reader)
    {
        string text = reader.Text("density") ?? UniformDensity.Prefix + DoseCase.DefaultDensityGPerMl.ToString(CultureInfo.InvariantCulture);
        if (text == "ct")
        {
            return reader.Text("ct") is null && reader.Text("from") is null
                ? throw new UsageException("--density ct needs --ct FILE")
                : (true, MassDensity.FromGramPerMl(DoseCase.DefaultDensityGPerMl));
        }

        return UniformDensity.TryParse(text) is { } density ? (false, density) : throw reader.Fault(
            "density", $"uniform:G_PER_ML (such as uniform:1.05; {UniformDensity.Expected}) or ct.{Suggestion.Hint(text.Split(':')[0], ["uniform", "ct"])}");
    }

    private static Dictionary<string, StructureRole> Roles(CaseReader reader)
    {
        var roles = new Dictionary<string, StructureRole>(StringComparer.Ordinal);
        foreach ((string name, string word) in reader.Pairs("role"))
        {
            roles[name] = RoleWord.TryParse(word) ?? throw reader.Fault(
                "role", $"NAME=ROLE with one of {string.Join(", ", RoleWord.All)}.{Suggestion.Hint(word, RoleWord.All)}");
        }

        return roles;
    }

    private static Dictionary<string, string> Transforms(CaseReader reader, IReadOnlyList<EarlierCase> earlier)
    {
        string[] inputs = ["activity", "ct", "structures", .. earlier.Where(e => e.Path is not null).Select(e => e.Label)];
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string input, string file) in reader.Pairs("transform"))
        {
            if (!inputs.Contains(input))
            {
                throw reader.Fault("transform", $"INPUT=FILE with INPUT one of {string.Join(", ", inputs)}.{Suggestion.Hint(input, inputs)}");
            }

            if (input is "ct" or "structures" && reader.Raw(input) is null && reader.Raw("from") is null)
            {
                throw new UsageException($"--transform {input}={file} places an input that is not given; give --{input} with it");
            }

            if (!files.TryAdd(input, file))
            {
                throw reader.Fault("transform", $"one transform for {input}");
            }
        }

        return files;
    }

    private static DoseMethod Method(string word) => Enum.GetValues<DoseMethod>().First(m => m.Id() == word);

    private static int? Threads(CaseReader reader) => reader.Number("threads") switch
    {
        null => null,
        >= 1 and <= 4096 and var n when n == Math.Floor(n) => (int)n,
        _ => throw reader.Fault("threads", "a whole number of 1 or more"),
    };
}

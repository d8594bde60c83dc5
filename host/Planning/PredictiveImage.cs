using System.CommandLine;
using System.Globalization;
using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Planning;

/// <summary>
/// The predictive image (99mTc-MAA SPECT, or another) and its structures as a source of a plan: masses, uptake ratios and lung shunt, and the
/// doses that 1 GBq distributed like it would deliver. The options are those of the verb dose.
/// </summary>
internal static class PredictiveImage
{
    private const double MegabecquerelPerGigabecquerel = 1000;

    private static readonly string[] Names =
    [
        "activity", "modality", "reference", "lungs-in-field-of-view", "structures", "role", "transform", "medium", "method", "kernel-tolerance", "device", "threads",
    ];

    /// <summary>Warnings of a dose run that are not about a plan: it scales one method's dose, and holds lung limits of its own.</summary>
    private static readonly string[] OfDose = ["two-methods", "lung-limits-not-held"];

    /// <summary>The options of dose that the voxel model takes.</summary>
    internal static IReadOnlyList<CaseOption> Options { get; } = [.. DoseOptions.All.Where(option => Names.Contains(option.Name))];

    /// <summary>Measures the image, and tells what was assumed of it; null where none is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="flags">The flags made from <see cref="Options"/>.</param>
    /// <param name="request">The plan so far: density, convention, residual, lung mass; its first territory gives targets and, where stated, the lung shunt.</param>
    /// <param name="terminal">For messages.</param>
    internal static (TerritoryInput Territory, IReadOnlyList<Warning> Warnings)? Measure(ParseResult parsed, IReadOnlyList<CaseFlag> flags, PlanRequest request, Terminal terminal)
    {
        var values = new Dictionary<string, RawValue>();
        foreach (CaseFlag flag in flags)
        {
            if (flag.ValueIn(parsed) is { } given)
            {
                values[flag.Option.Name] = given;
            }
        }

        if (values.Count == 0)
        {
            return null;
        }

        if (!values.ContainsKey("activity") || !values.ContainsKey("structures"))
        {
            throw new UsageException("the voxel model needs --activity and --structures");
        }

        TerritoryInput stated = request.Territories[0];
        if (stated.Tumors.Count > 0 || stated.NormalLiverMl is not null || stated.PerfusedMl is not null)
        {
            throw new UsageException("volumes are measured on the structures of --activity; give the image or --tumor-ml, --normal-liver-ml and --perfused-ml, not both");
        }

        string method = values.TryGetValue("method", out RawValue? named) && named.Values.Count == 1 ? named.Values[0]
            : named is null ? "vsv" : throw new UsageException("--method: the plan scales one dose volume; name one method");
        values["method"] = new(method == "ldm" ? ["ldm"] : ["ldm", method], "--method", IsFromFile: false);
        Add(values, "density", $"uniform:{Text(request.Density.GramPerMl)}");
        Add(values, "nuclide", request.Decay.Nuclide);
        Add(values, "energy-convention", request.Decay.Convention);
        Add(values, "calibration", "relative");
        Add(values, "administered-mbq", Text(MegabecquerelPerGigabecquerel));
        if (!values.ContainsKey("modality"))
        {
            Add(values, "modality", "tc99m-maa-spect");
        }

        if (stated.LungShuntFraction is { } fraction)
        {
            Add(values, "lung-shunt", Text(fraction));
        }
        else
        {
            Add(values, "lung-shunt-from", "structures");
        }

        DoseResult result = DoseRun.Execute(DoseCaseBinder.Bind(new(DoseOptions.All, values)), terminal, CancellationToken.None).Result;
        return (Territory(request, stated, result, method, result.Quantification.LungShuntFraction!.Value), [.. result.Warnings.Where(warning => !OfDose.Contains(warning.Code))]);
    }

    private static void Add(Dictionary<string, RawValue> values, string name, string value) => values[name] = new([value], "--" + name, IsFromFile: false);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The territory that a dose result shows; without one perfused structure the whole liver counts as perfused.</summary>
    internal static TerritoryInput Territory(PlanRequest request, TerritoryInput stated, DoseResult result, string method, double shunt)
    {
        StructureResult? liver = result.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.NormalLiver, Derived: true });
        StructureResult[] perfused = [.. result.Structures.Where(structure => structure is { Role: StructureRole.Perfused, Derived: false })];
        StructureResult[] tumors = [.. result.Structures.Where(structure => structure is { Role: StructureRole.Tumor, Derived: false })];
        StructureResult? union = result.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.Tumor, Derived: true });
        StructureResult? treatedNormal = perfused.Length == 1
            ? result.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.Perfused, Derived: true }) ?? perfused[0]
            : liver;
        double? background = treatedNormal?.Dose["ldm"].MeanGy;
        StructureResult? whole = perfused.Length == 1 ? perfused[0] : result.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.Liver, Derived: false });
        double reaching = 1 - request.ResidualFraction;
        return stated with
        {
            Name = "image",
            Tumors = [.. tumors.Select(tumor => new TumorInput
            {
                Name = tumor.Name,
                VolumeMl = tumor.VolumeMl,
                TumorToNormalRatio = tumor.Dose["ldm"].MeanGy / background is > 0 and { } ratio && double.IsFinite(ratio) ? ratio : null,
            })],
            NormalLiverMl = treatedNormal?.VolumeMl,
            PerfusedMl = perfused.Length == 1 ? perfused[0].VolumeMl : null,
            LungShuntFraction = shunt,
            Voxel = new()
            {
                TumorGyPerGBq = reaching * union?.Dose[method].MeanGy,
                TumorD70GyPerGBq = reaching * union?.Dose[method].D70Gy,
                NormalLiverGyPerGBq = reaching * liver?.Dose[method].MeanGy,
                PerfusedGyPerGBq = reaching * whole?.Dose[method].MeanGy,
                LungGyPerGBq = request.Decay.JPerGBq * reaching * shunt / request.LungMassKg,
                Tumors = [.. tumors.Select(tumor => new NamedDose(tumor.Name, reaching * tumor.Dose[method].MeanGy))],
            },
        };
    }
}

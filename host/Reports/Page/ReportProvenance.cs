using System.Collections;
using System.Globalization;
using VoxelDose.Engine.Results;

namespace VoxelDose.Host.Reports.Page;

/// <summary>How the numbers came about: balance, checks, methods, assumptions, options, inputs.</summary>
internal static class ReportProvenance
{
    /// <summary>How an option without a value reads.</summary>
    internal const string NotGiven = "not given";

    internal static void Write(Html html, ResultsDocument document)
    {
        html.Raw("<section><h2>Checks and balance</h2>\n");
        Balance(html, document.Quantification, document.Derived);
        html.Table("t-checks", "Checks", ["Code", "Severity", "What", "Value", "Limit", "Unit", "Source"],
            document.Checks.Select(c => (IReadOnlyList<string>)
                [c.Code, c.Severity, c.Message, Figures.Of(c.Value), Figures.Of(c.Limit), c.Unit ?? "", c.Source ?? ""]));
        html.Raw("</section><section><h2>How it was computed</h2>\n");
        Assumptions(html, document);
        html.Table("t-methods", "Methods", ["Method", "Id", "Kernel", "Voxel mm", "Density g/mL", "Form", "Terms", "Form error", "Energy inside", "Seconds"],
            document.Methods.Select(m => (IReadOnlyList<string>)
            [
                MethodNames.Of(m.Id), m.Id, m.Kernel?.Source ?? "none",
                m.Kernel is null ? Figures.Unknown : string.Join(" × ", m.Kernel.VoxelMm.Select(v => v.ToString("0.###", CultureInfo.InvariantCulture))),
                Figures.Of(m.Kernel?.DensityGPerMl), m.Kernel is null ? Figures.Unknown : $"{m.Kernel.Algorithm}: {m.Kernel.Why}",
                m.Kernel?.Terms?.ToString(CultureInfo.InvariantCulture) ?? Figures.Unknown, Figures.Of(m.Kernel?.MaxError), Figures.Of(m.Kernel?.EnergyFractionInside),
                Figures.Of(m.DurationS),
            ]));
        html.Table("t-options", "Options in force", ["Option", "Value"],
            document.Options.Where(o => !NamesFiles(o, document)).Select(o => (IReadOnlyList<string>)["--" + o.Key, Show(o.Value)]));
        html.Table("t-inputs", "Inputs", ["Role", "SHA-256"], document.Inputs.Select(i => (IReadOnlyList<string>)[i.Role, i.Sha256]));
        html.Element("p", "Paths of files stand in results.json only: they may name a patient.", "class=\"sub\"");
        html.Raw("</section></main>\n<footer><p>")
            .Text(MakerOf(document))
            .Raw("</p></footer>\n");
    }

    private static void Balance(Html html, QuantificationResult q, DerivedResult derived)
    {
        html.Table("t-balance", "Activity at administration", ["Quantity", "Value", "Unit"],
        [
            ["Administered", Figures.Of(q.AdministeredMBq), "MBq"],
            ["Residual", Figures.Of(q.ResidualMBq), "MBq"],
            ["Net", Figures.Of(q.NetMBq), "MBq"],
            ["In the field of view", Figures.Of(q.ActivityInFieldOfViewMBq), "MBq"],
            ["In the liver", Figures.Of(q.ActivityInLiverMBq), "MBq"],
            ["Field of view / net", Figures.Percent(q.BalanceFraction), "%"],
            ["Lung shunt", Figures.Percent(q.LungShuntFraction), "%"],
            ["Negative voxels / positive", Figures.Percent(q.NegativeFraction), "%"],
            ["Tumour / normal liver dose", Figures.Of(derived.TumorToNormalRatio), "ratio"],
            ["Tumour volume / liver volume", Figures.Percent(derived.TumorVolumeFraction), "%"],
            ["Lung dose from the shunt", Figures.Of(derived.LungDoseGy), "Gy"],
        ]);
    }

    /// <summary>What the numbers rest on, a sentence each.</summary>
    internal static IReadOnlyList<string> AssumptionsOf(ResultsDocument document)
    {
        QuantificationResult q = document.Quantification;
        return
        [
            $"Energy convention {q.Convention}: half-life {Figures.Of(q.HalfLifeH)} h, mean energy {q.MeanEnergyMeV.ToString("0.0000", CultureInfo.InvariantCulture)} MeV{(q.MeanEnergyIsDerived ? " (derived from J/GBq)" : "")}, {Figures.Of(q.JPerGBq)} J/GBq.",
            $"Calibration {q.Calibration}{(q.ReferenceRegion is { } region ? $", reference region {region}" : "")}; image values in {q.ImageUnits ?? "units not stated by the file"}.",
            $"Reference time {q.ReferenceTime}: {q.ReferenceTimeRule}; decay factor {Figures.Of(q.DecayFactor)}.",
            "All activity stays where it was imaged until it has decayed; motion and excretion are not modelled.",
            "Dose in a structure: samples of its own voxels, trilinear, no bins; D_x and V_x as docs/physics.md defines them.",
        ];
    }

    /// <summary>Program, device, time and schema, in a line.</summary>
    internal static string MakerOf(ResultsDocument document) =>
        $"{document.Software.Name} {document.Software.Version}{(document.Software.Commit is { } commit ? $" ({commit})" : "")} · {document.Device.Kind}: {document.Device.Name}{(document.Device.Driver is { } driver ? $", {driver}" : "")} · {Figures.Of(document.DurationS)} s · results.json schema {document.SchemaVersion}";

    private static void Assumptions(Html html, ResultsDocument document)
    {
        html.Raw("<ul class=\"plain\">\n");
        foreach (string line in AssumptionsOf(document))
        {
            html.Element("li", line).Raw("\n");
        }

        html.Raw("</ul>\n");
    }

    private static bool NamesFiles(KeyValuePair<string, object?> option, ResultsDocument document) =>
        option.Key is "case" or "activity" or "structures" or "ct" or "out" or "transform" ||
        (option.Value is string text && document.Inputs.Any(input => input.Path == text));

    private static string Show(object? value) => value switch
    {
        null => NotGiven,
        string text => text,
        bool flag => flag ? "yes" : "no",
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Show).DefaultIfEmpty(NotGiven)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}

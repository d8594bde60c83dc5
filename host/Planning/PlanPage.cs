using System.Globalization;
using VoxelDose.Engine.Planning;
using VoxelDose.Host.Reports;
using VoxelDose.Host.Reports.Page;

namespace VoxelDose.Host.Planning;

/// <summary>plan.html: the models side by side, vials, checks and what the inputs' uncertainty does.</summary>
internal static class PlanPage
{
    internal static void Write(TextWriter target, PlanDocument document) => PlainPage.Write(
        target, "activity plan", $"{document.Inputs.Device} · {document.Inputs.Nuclide} · model {document.Model}", html => Body(html, document));

    private static void Body(Html html, PlanDocument document)
    {
        (string Of, CheckInfo Check)[] checks = [.. PlanTables.Checks(document)];
        PlainPage.Warnings(html, "What speaks against it",
            [.. checks.Where(entry => entry.Check.Status == "failed" && entry.Check.Severity != "info")
                .Select(entry => (entry.Check.Code, $"{(entry.Of.Length > 0 ? $"{entry.Of}: " : string.Empty)}{entry.Check.Message}: {Value(entry.Check)}"))]);
        PlainPage.Warnings(html, "What was assumed of the image", [.. document.Warnings.Select(warning => (warning.Code, warning.Message))]);
        (string Name, ModelInfo Plan)[] rows = [.. PlanTables.Rows(document)];
        html.Raw("<section>").Element("h2", "What each model gives, and what it would deliver");
        html.Table("models", "Activity in the vial and mean doses",
            ["model", "GBq", "tumour Gy", "normal liver Gy", "perfused Gy", "lung Gy", "decided by"], rows.Select(row => Row(row.Name, row.Plan)));
        foreach ((string name, ModelInfo plan) in rows.Where(row => row.Plan.Reason is not null))
        {
            html.Element("p", $"{name}: {plan.Reason}", "class=\"hint\"");
        }

        html.Table("limits", "Every limit and the activity that meets it", ["model", "limit", "Gy", "GBq"],
            rows.SelectMany(row => row.Plan.Limits.Select(limit => (IReadOnlyList<string>)[row.Name, limit.Id, Figures.Of(limit.DoseGy), Figures.Of(limit.ActivityGBq)])));
        if (rows.Any(row => row.Plan.Territories.Sum(territory => Math.Max(1, territory.Doses.Tumors.Count)) > 1))
        {
            html.Table("territories", "Territories and tumours", ["model", "territory", "GBq", "tumour", "tumour Gy", "normal liver Gy", "decided by"], rows.SelectMany(TerritoryRows));
        }

        html.Raw("</section>\n");
        Sessions(html, document);
        Vials(html, rows);
        SensitivityTable(html, rows);
        html.Raw("<section>").Element("h2", "Checks");
        html.Table("checks", "Each value against its limit; 'not given' is not passed", ["check", "of", "status", "weight", "value", "limit", "unit", "what", "source"],
            checks.Select(entry => CheckRow(entry.Of, entry.Check)));
        html.Raw("</section>\n");
        Inputs(html, document.Inputs);
    }

    private static string[] CheckRow(string of, CheckInfo check) =>
        [check.Code, of, check.Status, check.Severity, Figures.Of(check.Value), Figures.Of(check.Limit), check.Unit ?? string.Empty, check.Message, check.Source ?? string.Empty];

    private static string Value(CheckInfo check) => check.Value is null ? "yes" : $"{Figures.Of(check.Value)} {check.Unit} (limit {Figures.Of(check.Limit)})";

    private static string[] Row(string name, ModelInfo plan) =>
    [
        name, Figures.Of(plan.ActivityGBq), Figures.Of(plan.Doses.TumorGy), Figures.Of(plan.Doses.NormalLiverGy), Figures.Of(plan.Doses.PerfusedGy),
        Figures.Of(plan.Doses.LungGy), plan.Binding ?? Figures.Unknown,
    ];

    private static IEnumerable<IReadOnlyList<string>> TerritoryRows((string Name, ModelInfo Plan) row) => row.Plan.Territories.SelectMany(territory =>
        territory.Doses.Tumors.DefaultIfEmpty(new(Figures.Unknown, null)).Select(tumor => (IReadOnlyList<string>)
        [
            row.Name, territory.Name, Figures.Of(territory.ActivityGBq), tumor.Name, Figures.Of(tumor.MeanGy), Figures.Of(territory.Doses.NormalLiverGy), territory.Binding ?? Figures.Unknown,
        ]));

    private static void Sessions(Html html, PlanDocument document)
    {
        if (document.Sessions.Count == 0)
        {
            return;
        }

        html.Raw("<section>").Element("h2", "Sessions");
        html.Table("sessions", "What adds up and what is left",
            ["session", "at", "weeks since the one before", "lung Gy so far", "lung Gy left", "normal liver Gy so far", "earlier lung Gy still to come"],
            document.Sessions.Select(session => (IReadOnlyList<string>)
            [
                session.Name, session.At?.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture) ?? Figures.Unknown, Figures.Of(session.WeeksSincePrevious),
                Figures.Of(session.CumulativeLungGy), Figures.Of(session.RemainingLungGy), Figures.Of(session.CumulativeNormalLiverGy), Figures.Of(session.StillToDeliverLungGy),
            ]));
        html.Raw("</section>\n");
    }

    private static void Vials(Html html, IEnumerable<(string Name, ModelInfo Plan)> rows)
    {
        (string Name, string Territory, VialInfo Vial)[] vials =
            [.. rows.SelectMany(row => row.Plan.Territories.Where(territory => territory.Vial is not null).Select(territory => (row.Name, territory.Name, territory.Vial!)))];
        if (vials.Length == 0)
        {
            return;
        }

        html.Raw("<section>").Element("h2", "Vials");
        html.Table("vials", "Which vial holds the plan", ["model", "territory", "vial GBq", "hours from calibration", "needed at calibration GBq", "at injection GBq", "used %", "spheres"],
            vials.Select(row => (IReadOnlyList<string>)
            [
                row.Name, row.Territory,
                row.Vial.Chosen is { } vial ? $"{Figures.Of(vial.NominalGBq)}{(vial.IsCustom ? " custom" : string.Empty)}{(vial.DaysBefore > 0 ? $", {vial.DaysBefore} d before" : string.Empty)}" : "none serves",
                Figures.Of(row.Vial.HoursFromCalibration), Figures.Of(row.Vial.RequiredAtCalibrationGBq), Figures.Of(row.Vial.ActivityAtInjectionGBq),
                Figures.Percent(row.Vial.UsedFraction), Spheres(row.Vial.Spheres),
            ]));
        foreach (IGrouping<string, (string Name, string Territory, VialInfo Vial)> rule in vials.GroupBy(row => row.Vial.Rule))
        {
            html.Element("p", $"{string.Join(", ", rule.Select(row => row.Name).Distinct())}: {rule.Key}", "class=\"hint\"");
        }

        (string Name, string Territory, VialInfo Vial)[] dosed = [.. vials.Where(row => row.Vial.Doses is not null)];
        if (dosed.Length > 0)
        {
            html.Table("vial-doses", "Mean doses of what the vial holds at injection", ["model", "territory", "tumour Gy", "normal liver Gy", "perfused Gy", "lung Gy"], dosed.Select(row => (IReadOnlyList<string>)
            [
                row.Name, row.Territory, Figures.Of(row.Vial.Doses!.TumorGy), Figures.Of(row.Vial.Doses.NormalLiverGy), Figures.Of(row.Vial.Doses.PerfusedGy), Figures.Of(row.Vial.Doses.LungGy),
            ]));
        }

        html.Raw("</section>\n");
    }

    private static string Spheres(SpheresGiven? spheres) => spheres switch
    {
        null => Figures.Unknown,
        { Count: { } count } when spheres.Low == spheres.High => Millions(count),
        { Count: { } count } => $"{Millions(count)} ({Millions(spheres.Low)} to {Millions(spheres.High)})",
        _ => $"{Millions(spheres.Low)} to {Millions(spheres.High)}",
    };

    private static string Millions(double count) => $"{(count * 1e-6).ToString("G3", CultureInfo.InvariantCulture)} million";

    private static void SensitivityTable(Html html, IEnumerable<(string Name, ModelInfo Plan)> rows)
    {
        (string Name, SensitivityRow Row)[] all = [.. rows.SelectMany(row => row.Plan.Sensitivity.Select(sensitivity => (row.Name, sensitivity)))];
        if (all.Length == 0)
        {
            return;
        }

        html.Raw("<section>").Element("h2", "If an input were wrong");
        html.Element("p", "One input at a time, lowered and raised: the activity that the model would give then, and the doses that the activity as planned would deliver then. Steps marked * are the program's, not stated uncertainties.", "class=\"hint\"");
        html.Table("sensitivity", "Sensitivity", ["model", "input", "change %", "GBq", "tumour Gy", "normal liver Gy", "perfused Gy", "lung Gy"],
            all.SelectMany(entry => new[] { (-1, entry.Row.Low), (1, entry.Row.High) }.Select(side => (IReadOnlyList<string>)
            [
                entry.Name, entry.Row.Parameter, $"{(side.Item1 < 0 ? "−" : "+")}{Figures.Percent(entry.Row.Relative)}{(entry.Row.IsAssumed ? " *" : string.Empty)}",
                Figures.Of(side.Item2.ReplannedGBq), Figures.Of(side.Item2.DosesAsPlanned.TumorGy), Figures.Of(side.Item2.DosesAsPlanned.NormalLiverGy),
                Figures.Of(side.Item2.DosesAsPlanned.PerfusedGy), Figures.Of(side.Item2.DosesAsPlanned.LungGy),
            ])));
        html.Raw("</section>\n");
    }

    private static void Inputs(Html html, PlanInputs inputs)
    {
        html.Raw("<section>").Element("h2", "What it starts from");
        html.Element("p",
            $"{inputs.EnergyConvention}: half-life {inputs.HalfLifeH.ToString("G6", CultureInfo.InvariantCulture)} h, {inputs.JPerGBq.ToString("F2", CultureInfo.InvariantCulture)} J/GBq; density {inputs.DensityGPerMl} g/mL; " +
            $"lungs {inputs.LungKg} kg; residual {Figures.Percent(inputs.Residual)} %; lung limit {Figures.Of(inputs.LimitLungGy)} Gy{(inputs.LimitLungIsDefault ? " (default)" : string.Empty)}; " +
            $"earlier lung dose {Figures.Of(inputs.PreviousLungGy)} Gy; body surface {Figures.Of(inputs.BodySurfaceM2)} m².");
        html.Table("inputs", "Territories", ["territory", "session", "tumour mL", "normal liver mL", "perfused mL", "lung shunt", "T/N", "target tumour Gy", "target normal Gy", "target perfused Gy"],
            inputs.Territories.Select(territory => (IReadOnlyList<string>)
            [
                territory.Name, territory.Session, Figures.Of(territory.TumorMl), Figures.Of(territory.NormalLiverMl), Figures.Of(territory.PerfusedMl), Figures.Of(territory.LungShunt),
                string.Join(", ", territory.Tumors.Select(tumor => Figures.Of(tumor.TnRatio))), Figures.Of(territory.Targets.TumorGy), Figures.Of(territory.Targets.NormalLiverGy), Figures.Of(territory.Targets.PerfusedGy),
            ]));
        html.Raw("</section>\n");
    }
}

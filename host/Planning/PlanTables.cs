using System.Globalization;
using Spectre.Console;
using VoxelDose.Engine.Planning;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Planning;

/// <summary>The plan as tables for people.</summary>
internal static class PlanTables
{
    internal static void Show(Terminal terminal, PlanDocument document)
    {
        terminal.Info(
            $"{document.Inputs.Device} ({document.Inputs.Nuclide}), {document.Inputs.EnergyConvention}: {Figure(document.Inputs.JPerGBq)} J/GBq; " +
            $"density {document.Inputs.DensityGPerMl} g/mL, lungs {document.Inputs.LungKg} kg, residual {document.Inputs.Residual}");
        terminal.Show(Answers(document));
        foreach ((string? reason, string model) in Rows(document).Where(row => row.Plan.Reason is not null).Select(row => (row.Plan.Reason, row.Name)))
        {
            terminal.Info($"{model}: {reason}");
        }

        foreach ((string name, ModelInfo plan) in Rows(document).Where(row => row.Plan.Vial is not null))
        {
            terminal.Info($"{name}: {VialLine(plan.Vial!)}");
        }

        CheckInfo[] checks = [.. Checks(document)];
        terminal.Show(CheckTable(checks.Where(check => check.Status != "passed")));
        terminal.Info($"checks: {checks.Count(check => check.Status == "passed")} passed, {checks.Count(check => check.Status == "failed")} failed, {checks.Count(check => check.Status == "not given")} not given");
    }

    internal static IEnumerable<(string Name, ModelInfo Plan)> Rows(PlanDocument document)
    {
        if (document.Sessions.Count > 0)
        {
            return document.Sessions.Select(session => ($"{document.Model}, {session.Name}", session.Plan));
        }

        return document.Models.Count > 0
            ? document.Models.Select(model => (model.Model, model))
            : [(document.Model, new ModelInfo(document.Model, document.ActivityGBq, document.Reason, document.Doses, document.Binding, document.Limits,
                document.LungShuntReduction, document.Vial, document.Territories, document.Sensitivity, document.Checks))];
    }

    internal static IEnumerable<CheckInfo> Checks(PlanDocument document) => document.Models.SelectMany(model => model.Checks)
        .Concat(document.Sessions.SelectMany(session => session.Plan.Checks)).Concat(document.Checks).Distinct();

    internal static string Figure(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "-";

    internal static string VialLine(VialInfo vial)
    {
        string chosen = vial.Chosen is { } option
            ? $"vial {Figure(option.NominalGBq)} GBq{(option.IsCustom ? " (custom)" : string.Empty)}{(option.DaysBefore > 0 ? $", calibrated {option.DaysBefore} d before" : string.Empty)}"
            : "no vial serves";
        string given = vial.ActivityAtInjectionGBq is { } activity ? $", {Figure(activity)} GBq at injection" : string.Empty;
        string spheres = vial.Spheres is { } count ? $", {Figure(count.Count ?? count.Low)}{(count.Count is null ? $" to {Figure(count.High)}" : string.Empty)} spheres" : string.Empty;
        return $"{chosen}{given}{spheres} ({vial.Rule})";
    }

    private static Table Answers(PlanDocument document)
    {
        Table table = new Table().AddColumns("model", "GBq in the vial", "tumour Gy", "normal liver Gy", "perfused Gy", "lung Gy", "decided by");
        foreach ((string name, ModelInfo plan) in Rows(document))
        {
            CompartmentDoses doses = plan.Doses;
            table.AddRow(new[] { name, Figure(plan.ActivityGBq), Figure(doses.TumorGy), Figure(doses.NormalLiverGy), Figure(doses.PerfusedGy), Figure(doses.LungGy), plan.Binding ?? "-" }
                .Select(Markup.Escape).ToArray());
        }

        return table;
    }

    private static Table CheckTable(IEnumerable<CheckInfo> checks)
    {
        Table table = new Table().AddColumns("check", "status", "value", "limit", "what");
        foreach (CheckInfo check in checks)
        {
            table.AddRow(new[] { check.Code, $"{check.Status} ({check.Severity})", Figure(check.Value), Figure(check.Limit), check.Message }.Select(Markup.Escape).ToArray());
        }

        return table;
    }
}

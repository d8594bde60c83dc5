using Spectre.Console;
using VoxelDose.Engine.Planning;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Planning;

/// <summary>The plan as tables for people.</summary>
internal static class PlanTables
{
    internal static void Show(Terminal terminal, PlanDocument document)
    {
        terminal.Info(
            $"{document.Inputs.Device} ({document.Inputs.Nuclide}), {document.Inputs.EnergyConvention}: {Figures.Of(document.Inputs.JPerGBq)} J/GBq; " +
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

        (string Of, CheckInfo Check)[] checks = [.. Checks(document)];
        if (checks.Any(entry => entry.Check.Status == "failed"))
        {
            terminal.Show(CheckTable(checks.Where(entry => entry.Check.Status == "failed")));
        }

        terminal.Info($"passed: {Codes(checks, "passed")}");
        terminal.Info($"not given, so not passed: {Codes(checks, "not given")}");
    }

    /// <summary>Codes of the checks of a status, each with the models or sessions that it is about: another may not have met it.</summary>
    internal static string Codes(IEnumerable<(string Of, CheckInfo Check)> checks, string status)
    {
        string[] codes = [.. checks.Where(entry => entry.Check.Status == status).GroupBy(entry => entry.Check.Code).Select(Named)];
        return codes.Length == 0 ? "none" : string.Join(", ", codes);
    }

    private static string Named(IGrouping<string, (string Of, CheckInfo Check)> entries)
    {
        string[] of = [.. entries.Select(entry => entry.Of).Where(name => name.Length > 0).Distinct()];
        return of.Length == 0 ? entries.Key : $"{entries.Key} ({string.Join(", ", of)})";
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

    /// <summary>Every check with the model or session it is about; patient checks are about none.</summary>
    internal static IEnumerable<(string Of, CheckInfo Check)> Checks(PlanDocument document)
    {
        IEnumerable<(string Of, CheckInfo Check)> ofModels = document.Models.SelectMany(model => model.Checks.Select(check => (model.Model, check)));
        IEnumerable<(string Of, CheckInfo Check)> ofSessions = document.Sessions.SelectMany(session => session.Plan.Checks.Select(check => (session.Name, check)));
        return [.. ofModels, .. ofSessions, .. document.Checks.Select(check => (string.Empty, check))];
    }

    internal static string VialLine(VialInfo vial)
    {
        string chosen = vial.Chosen is { } option
            ? $"vial {Figures.Of(option.NominalGBq)} GBq{(option.IsCustom ? " (custom)" : string.Empty)}{(option.DaysBefore > 0 ? $", calibrated {option.DaysBefore} d before" : string.Empty)}"
            : "no vial serves";
        string given = vial.ActivityAtInjectionGBq is { } activity ? $", {Figures.Of(activity)} GBq at injection" : string.Empty;
        string spheres = vial.Spheres is { } count ? $", {Figures.Of(count.Count ?? count.Low)}{(count.Count is null ? $" to {Figures.Of(count.High)}" : string.Empty)} spheres" : string.Empty;
        return $"{chosen}{given}{spheres} ({vial.Rule})";
    }

    private static Table Answers(PlanDocument document)
    {
        Table table = new Table().AddColumns("model", "GBq in the vial", "tumour Gy", "normal liver Gy", "perfused Gy", "lung Gy", "decided by");
        foreach ((string name, ModelInfo plan) in Rows(document))
        {
            CompartmentDoses doses = plan.Doses;
            table.AddRow(new[] { name, Figures.Of(plan.ActivityGBq), Figures.Of(doses.TumorGy), Figures.Of(doses.NormalLiverGy), Figures.Of(doses.PerfusedGy), Figures.Of(doses.LungGy), plan.Binding ?? "-" }
                .Select(Markup.Escape).ToArray());
        }

        return table;
    }

    private static Table CheckTable(IEnumerable<(string Of, CheckInfo Check)> checks)
    {
        Table table = new Table().AddColumns("of", "not met", "weight", "value", "limit", "what");
        foreach ((string of, CheckInfo check) in checks)
        {
            table.AddRow(new[] { of, check.Code, check.Severity, Figures.Of(check.Value), Figures.Of(check.Limit), check.Message }.Select(Markup.Escape).ToArray());
        }

        return table;
    }
}

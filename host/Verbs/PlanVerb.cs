using System.CommandLine;
using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Planning;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose plan: the activity to administer.</summary>
internal static class PlanVerb
{
    internal static Command Create()
    {
        var command = new Command("plan",
            """
            Find the activity to administer by the models in use, the doses that it delivers, the vial that holds it, and what speaks against it.

            Examples:
              voxeldose plan --model mird --device-type glass --perfused-ml 1000 --lung-shunt 0.05 --target-perfused-gy 120
              voxeldose plan --model partition --device-type resin --tumor-ml 200 --normal-liver-ml 1300 --tn-ratio 5 \
                --lung-shunt 0.05 --target-tumor-gy 200 --target-normal-gy 40 --json
              voxeldose plan --model all --device-type glass --tumor-ml 200 --normal-liver-ml 800 --tn-ratio 3 --lung-shunt 0.1 \
                --target-tumor-gy 300 --target-perfused-gy 120 --height-m 1.70 --weight-kg 70 --patient patient.json --out plan
              voxeldose plan --model mird --device-type glass --perfused-ml 150 --lung-shunt 0.02 --target-perfused-gy 400 \
                --calibration-at "2026-03-22T12:00[America/New_York]" --injection-at "2026-03-30T10:00[Europe/Berlin]"
              voxeldose plan --model voxel --device-type glass --activity maa.nii.gz --structures liver.seg.nrrd --role "T1=tumor" \
                --role "Liver=liver" --lung-shunt 0.04 --target-tumor-gy 250 --target-normal-gy 50
              voxeldose plan --model partition --device-type glass --treatment lobes.json --target-tumor-gy 250 --target-normal-gy 75
            """);
        foreach (Option option in PlanOptions.All)
        {
            command.Options.Add(option);
        }

        IReadOnlyList<CaseFlag> image = CaseFlag.AddTo(command, PredictiveImage.Options);
        command.SetAction(parsed => Run(parsed, image));
        return command;
    }

    private static int Run(ParseResult parsed, IReadOnlyList<CaseFlag> image)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        PlanCase plan = PlanBinder.Bind(parsed);
        if (PredictiveImage.Measure(parsed, image, plan.Request, terminal) is { } measured)
        {
            plan = plan.WithTerritory(measured.Territory) with { Warnings = measured.Warnings };
        }

        RequireInputs(plan);
        using OutputFolder? folder = plan.Out is { } path ? OutputFolder.Open(path, plan.Overwrite) : null;
        PlanDocument document = PlanDocumentBuilder.Build(plan);
        foreach (Warning warning in document.Warnings)
        {
            terminal.Warn(warning.Code, warning.Message);
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            using Stream stdout = Console.OpenStandardOutput();
            PlanJson.Write(stdout, document);
        }
        else
        {
            PlanTables.Show(terminal, document);
        }

        if (folder is not null)
        {
            using (FileStream json = File.Create(folder.PathOf("plan.json")))
            {
                PlanJson.Write(json, document);
            }

            using (StreamWriter page = File.CreateText(folder.PathOf("plan.html")))
            {
                PlanPage.Write(page, document);
            }

            folder.Commit();
            terminal.Info($"plan in {plan.Out}; open {Path.Combine(plan.Out!, "plan.html")}");
        }

        return FailOn(plan, document, terminal);
    }

    private static void RequireInputs(PlanCase plan)
    {
        string[] missing = [.. plan.Models.Select(model => (Model: model, Missing: MissingInputs.Of(plan.Request, model)))
            .Where(model => model.Missing.Count > 0)
            .Select(model => $"{model.Model.Id()} needs {string.Join(", ", model.Missing)}")];
        if (missing.Length == plan.Models.Count)
        {
            throw new UsageException($"--model {plan.Model}: {string.Join("; ", missing)}");
        }
    }

    private static int FailOn(PlanCase plan, PlanDocument document, Terminal terminal)
    {
        CheckInfo[] checks = [.. document.Checks, .. document.Models.SelectMany(model => model.Checks), .. document.Sessions.SelectMany(session => session.Plan.Checks)];
        string[] failed = [.. plan.FailOn.Where(code => checks.Any(check => check.Code == code && check.Status != "passed"))];
        if (failed.Length == 0)
        {
            return (int)ExitCode.Done;
        }

        terminal.Error($"--fail-on: {string.Join(", ", failed)}");
        return (int)ExitCode.FailOnCheck;
    }
}

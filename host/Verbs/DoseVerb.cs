using System.CommandLine;
using System.Text.Json;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose dose: activity to absorbed dose.</summary>
internal static class DoseVerb
{
    private static readonly JsonSerializerOptions ReplayLayout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var caseFile = new Argument<string?>("case")
        {
            Description = "A case file (JSON); flags override it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("dose",
            """
            Compute absorbed dose from an activity image: dose volumes, statistics by structure, and a report.

            Examples:
              voxeldose dose data/phantoms/torso/case.json --out result
              voxeldose dose --activity pet.nrrd --activity-units bq-per-ml --modality y90-pet --calibration absolute \
                --hours-after-administration 0 --structures segmentation.seg.nrrd --out result
              voxeldose dose --activity maa.nii.gz --modality tc99m-maa-spect --calibration relative --administered-mbq 2100 \
                --lung-shunt 0.04 --structures liver.nii.gz --role "Label 1=liver" --out planned
              voxeldose dose --activity pet-folder --structures rtstruct.dcm --administered-mbq 1400 --dicom-out --out result
            """)
        {
            caseFile,
        };
        IReadOnlyList<CaseFlag> flags = CaseFlag.AddTo(command, DoseOptions.All);
        var replay = new Option<string?>("--replay") { Description = "does the run of a results.json again and says whether the bits agree (exit code 5 where not)", HelpName = "FILE" };
        command.Options.Add(replay);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => parsed.GetValue(replay) is { } results
                ? RunAgain(parsed, results, parsed.GetValue(caseFile), flags, cancellation)
                : Run(parsed, parsed.GetValue(caseFile), flags, cancellation),
            cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, string? caseFile, IReadOnlyList<CaseFlag> flags, CancellationToken cancellation)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        bool json = parsed.GetValue(CommonOptions.Json);
        Dictionary<string, RawValue> values = caseFile is null ? [] : CaseFile.Read(caseFile, DoseOptions.All);
        foreach ((string name, RawValue given) in GivenIn(parsed, flags))
        {
            values[name] = given;
        }

        DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, values));
        if (dose.Out is null && !json)
        {
            throw new UsageException("--out DIR is missing: the folder for the results (or give --json for the numbers alone)");
        }

        DoseRunOutcome outcome = DoseRun.Execute(dose, terminal, cancellation);
        foreach (Warning warning in outcome.Result.Warnings)
        {
            terminal.Warn(warning.Code, warning.Message);
        }

        if (!json)
        {
            terminal.Show(ResultTable.Of(outcome.Document));
        }

        if (json)
        {
            using Stream stdout = Console.OpenStandardOutput();
            ResultsJson.Write(stdout, outcome.Document);
        }

        if (dose.Out is not null)
        {
            terminal.Info($"results in {dose.Out}; open {Path.Combine(dose.Out, "report.html")}");
        }

        foreach ((string code, string? meant) in FailOnCheck.Doubtful(dose.FailOn, outcome.Document))
        {
            terminal.Warn("fail-on-unknown", $"--fail-on {code}: nothing of this run bears that code; " +
                (meant is null ? "good where it is spelt right" : $"did you mean '{meant}'?"));
        }

        IReadOnlyList<string> failed = FailOnCheck.Failed(dose.FailOn, outcome.Document);
        if (failed.Count > 0)
        {
            terminal.Error($"--fail-on: {string.Join(", ", failed)}");
            return (int)ExitCode.FailOnCheck;
        }

        return (int)ExitCode.Done;
    }

    private static int RunAgain(ParseResult parsed, string results, string? caseFile, IReadOnlyList<CaseFlag> flags, CancellationToken cancellation)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        if (caseFile is not null)
        {
            throw new UsageException($"--replay does the run of {results} again and takes no case file; found '{caseFile}'");
        }

        ResultsDocument recorded = Replay.Read(results);
        DoseCase dose = DoseCaseBinder.Bind(new(DoseOptions.All, Replay.OptionsOf(recorded, results, GivenIn(parsed, flags)))) with { IsReplay = true };
        DoseRunOutcome outcome = DoseRun.Execute(dose, terminal, cancellation);
        ReplayDocument replay = Replay.Compare(results, recorded, outcome.Document);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(replay, ReplayLayout));
        }

        Replay.Tell(terminal, replay);
        return (int)(replay.BitsAgree ? ExitCode.Done : ExitCode.FailOnCheck);
    }

    private static Dictionary<string, RawValue> GivenIn(ParseResult parsed, IReadOnlyList<CaseFlag> flags) =>
        flags.Select(flag => (flag.Option.Name, Value: flag.ValueIn(parsed))).Where(flag => flag.Value is not null).ToDictionary(flag => flag.Name, flag => flag.Value!);
}

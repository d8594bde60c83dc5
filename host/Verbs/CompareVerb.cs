using System.CommandLine;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Comparison;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose compare: predicted against delivered dose.</summary>
internal static class CompareVerb
{
    internal static Command Create()
    {
        var command = new Command("compare",
            """
            Lay a predicted dose (99mTc-MAA) beside a delivered one (90Y): per structure, over structures and voxel by voxel.

            Examples:
              voxeldose compare --predicted maa-run --delivered pet-run --out comparison
              voxeldose compare --predicted maa.nii.gz --delivered pet.nii.gz --structures liver.seg.nrrd --role "T1=tumor" --role "Liver=liver" \
                --transform pet-to-maa.tfm --gamma 3%/3mm --normalise liver --predicted-fwhm-mm 14 --delivered-fwhm-mm 6 --out comparison
            """);
        foreach (Option option in CompareOptions.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        using OutputFolder folder = OutputFolder.Open(parsed.GetValue(CompareOptions.Out)!, parsed.GetValue(CompareOptions.Overwrite));
        ComparisonCase compared = ComparisonCase.Read(parsed);
        using IArrayCompute compute = ComputeFactory.Create(DeviceWord.Parse(parsed.GetValue(CompareOptions.Device)!, null));
        ComparisonResult result = new DoseComparer(compute).Run(compared.Request, terminal.Detail, cancellation);
        ComparisonDocument document = ComparisonBuilder.Build(compared, result);
        foreach (ThresholdCrossing crossing in document.Crossings)
        {
            terminal.Info($"crossing {crossing.Code}: {crossing.Message}");
        }

        foreach (Warning warning in document.Warnings)
        {
            terminal.Warn(warning.Code, warning.Message);
        }

        ComparisonFiles.WriteAll(folder, document, result, compared.Request.Gamma.IsLocal);
        folder.Commit();
        if (parsed.GetValue(CommonOptions.Json))
        {
            using Stream stdout = Console.OpenStandardOutput();
            ComparisonFiles.WriteJson(stdout, document);
        }

        terminal.Info($"comparison in {parsed.GetValue(CompareOptions.Out)}; open {Path.Combine(parsed.GetValue(CompareOptions.Out)!, "report.html")}");
        string[] failed = [.. (parsed.GetValue(CompareOptions.FailOn) ?? []).Where(code =>
            document.Warnings.Any(warning => warning.Code == code) || document.Crossings.Any(crossing => crossing.Code == code))];
        if (failed.Length == 0)
        {
            return (int)ExitCode.Done;
        }

        terminal.Error($"--fail-on: {string.Join(", ", failed)}");
        return (int)ExitCode.FailOnCheck;
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VoxelDose.Engine.Response;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Verbs;

/// <summary>`voxeldose response`: response of the target lesions from two lists of measurements.</summary>
internal static class ResponseVerb
{
    private static readonly Dictionary<string, ResponseCriterion> Criteria = new()
    {
        ["who"] = ResponseCriterion.Who,
        ["recist1.1"] = ResponseCriterion.Recist11,
        ["mrecist"] = ResponseCriterion.MRecist,
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    internal static Command Create()
    {
        var criterion = new Option<string>("--criterion") { Description = "who | recist1.1 | mrecist", Required = true };
        var baseline = new Option<string>("--baseline") { Description = "Target lesions before treatment, mm, separated by commas; WHO: two diameters each, 40x30.", Required = true };
        var followUp = new Option<string>("--follow-up") { Description = "The same lesions at follow-up, in the same order; 0 for one that is gone.", Required = true };
        var nadir = new Option<double?>("--nadir-sum") { Description = "Smallest sum between the two (mm; WHO: mm2), where there was one: growth is measured from it." };
        var newLesion = new Option<bool>("--new-lesion") { Description = "A new lesion was seen." };
        var verb = new Command(
            "response",
            """
            Classify the response of target lesions from two lists of measurements: WHO, RECIST 1.1 or mRECIST.

            Examples:
              voxeldose response --criterion recist1.1 --baseline 42,18 --follow-up 25,10
              voxeldose response --criterion who --baseline 40x30,20x15 --follow-up 22x20,0 --json
              voxeldose response --criterion mrecist --baseline 35 --follow-up 0 --new-lesion
            """)
        {
            criterion, baseline, followUp, nadir, newLesion,
        };
        verb.SetAction(parsed => Run(
            parsed, parsed.GetValue(criterion)!, parsed.GetValue(baseline)!, parsed.GetValue(followUp)!, parsed.GetValue(nadir), parsed.GetValue(newLesion)));
        return verb;
    }

    private static int Run(ParseResult parsed, string criterionWord, string baseline, string followUp, double? nadirSum, bool hasNewLesion)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        if (!Criteria.TryGetValue(criterionWord, out ResponseCriterion criterion))
        {
            throw new UsageException($"--criterion {criterionWord}: who, recist1.1 or mrecist is expected");
        }

        ResponseAssessment found;
        try
        {
            found = ResponseAssessment.Of(criterion, Sizes("--baseline", baseline, criterion), Sizes("--follow-up", followUp, criterion), hasNewLesion, nadirSum);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--baseline and --follow-up: {e.Message}");
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(found, Json));
        }
        else
        {
            string unit = criterion == ResponseCriterion.Who ? "mm2" : "mm";
            Console.Out.WriteLine($"{found.Category}: {found.Reason}");
            terminal.Info($"sum {found.BaselineSum:g6} -> {found.FollowUpSum:g6} {unit} ({found.ChangePercent:+0.0;-0.0;0} %); {found.Source}");
        }

        return (int)ExitCode.Done;
    }

    private static double[] Sizes(string option, string text, ResponseCriterion criterion) =>
        Array.ConvertAll(text.Split(',', StringSplitOptions.TrimEntries), item =>
        {
            double[] diameters = Array.ConvertAll(item.Split('x', StringSplitOptions.TrimEntries), number =>
                double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double mm)
                    ? mm
                    : throw new UsageException($"{option} {text}: '{number}' is no diameter in mm"));
            bool isGone = diameters is [0];
            return criterion == ResponseCriterion.Who
                ? isGone ? 0 : diameters is [var a, var b] ? a * b : throw new UsageException($"{option} {text}: WHO needs two diameters a lesion, for example 40x30; found '{item}'")
                : diameters is [var mm] ? mm : throw new UsageException($"{option} {text}: one diameter a lesion is expected; found '{item}'");
        });
}

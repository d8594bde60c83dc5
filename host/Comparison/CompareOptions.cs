using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Planning;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Comparison;

/// <summary>The options of the verb compare.</summary>
internal static partial class CompareOptions
{
    internal static Option<string> Predicted { get; } = new("--predicted") { Description = "predicted dose: folder of a finished 'dose' run, or a dose volume in Gy", Required = true };

    internal static Option<string> Delivered { get; } = new("--delivered") { Description = "delivered dose: the same", Required = true };

    internal static Option<string[]> Structures { get; } = new("--structures") { Description = "structures in the delivered dose's frame (default: those of the delivered run, else of the predicted) [repeatable]" };

    internal static Option<string[]> Role { get; } = new("--role") { Description = "NAME=ROLE with tumor, liver, normal-liver, perfused, lung or other [repeatable]" };

    internal static Option<string?> Transform { get; } = new("--transform") { Description = "ITK transform that maps delivered points to predicted ones" };

    internal static Option<string?> Method { get; } = new("--method") { Description = "dose method to compare (default: vsv where both runs have it, else ldm)" };

    internal static Option<string> Gamma { get; } = new("--gamma")
    {
        Description = "dose difference and distance, e.g. 3%/3mm (share of the normalisation dose) or 3%/3mm/local (share of the local dose)",
        DefaultValueFactory = _ => "3%/3mm",
    };

    internal static Option<double> GammaCutoff { get; } = new("--gamma-cutoff") { Description = "share of the normalisation dose below which voxels are not evaluated", DefaultValueFactory = _ => 0.1 };

    internal static Option<double?> GammaNormalisationGy { get; } = new("--gamma-normalisation-gy") { Description = "normalisation dose, Gy (default: the delivered maximum)" };

    internal static Option<double[]> DiceGy { get; } = new("--dice-gy") { Description = "isodose of an overlap, Gy (default 50, 100, 150, 200) [repeatable]" };

    internal static Option<string[]> ThresholdSet { get; } = new("--threshold-set") { Description = "limits whose crossings are looked for: a name or a file (default: all that come with the program and are of the nuclide and the microspheres given) [repeatable]" };

    internal static Option<string?> Normalise { get; } = new("--normalise") { Description = "'liver': compare also with the prediction scaled to the liver's delivered mean dose" };

    internal static Option<double?> PredictedFwhmMm { get; } = new("--predicted-fwhm-mm") { Description = "resolution of the predictive image; with --delivered-fwhm-mm the finer dose is blurred to the coarser" };

    internal static Option<double?> DeliveredFwhmMm { get; } = new("--delivered-fwhm-mm") { Description = "resolution of the delivery image" };

    internal static Option<string?> PredictedDeviceType { get; } = Microspheres("--predicted-device-type", "microspheres that the prediction was made for");

    internal static Option<string?> DeliveredDeviceType { get; } = Microspheres("--delivered-device-type", "microspheres that were given; limits of others are then not looked at");

    internal static Option<bool> SameCatheterPosition { get; } = new("--same-catheter-position") { Description = "the catheter stood where it stood at the prediction" };

    internal static Option<string> Device { get; } = new("--device") { Description = "auto, cuda[:N], opencl[:N], cpu or ilgpu-cpu", DefaultValueFactory = _ => "auto" };

    internal static Option<string> Out { get; } = new("--out") { Description = "folder for comparison.json, tables, maps and the report", Required = true };

    internal static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "replace an output folder that is not empty, as a whole, at the end" };

    internal static Option<string[]> FailOn { get; } = new("--fail-on") { Description = "code of a warning or crossing that makes the exit code 5 [repeatable]" };

    internal static IReadOnlyList<Option> All { get; } =
    [
        Predicted, Delivered, Structures, Role, Transform, Method, Gamma, GammaCutoff, GammaNormalisationGy, DiceGy, ThresholdSet, Normalise, PredictedFwhmMm, DeliveredFwhmMm,
        PredictedDeviceType, DeliveredDeviceType, SameCatheterPosition, Device, Out, Overwrite, FailOn,
    ];

    private static Option<string?> Microspheres(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong([.. Enum.GetValues<DeviceType>().Select(type => DeviceCatalog.Get(type).Id)]);
        return option;
    }

    /// <summary>Reads --gamma and its companions.</summary>
    internal static GammaCriteria Criteria(ParseResult parsed)
    {
        string text = parsed.GetValue(Gamma)!;
        Match match = GammaForm().Match(text);
        return match.Success
            ? new()
            {
                DoseFraction = double.Parse(match.Groups["dose"].Value, CultureInfo.InvariantCulture) / 100,
                DistanceMm = double.Parse(match.Groups["distance"].Value, CultureInfo.InvariantCulture),
                IsLocal = match.Groups["kind"].Value == "local",
                CutoffFraction = parsed.GetValue(GammaCutoff),
                NormalisationGy = parsed.GetValue(GammaNormalisationGy),
            }
            : throw new UsageException($"--gamma '{text}': expected DOSE%/DISTANCEmm as in 3%/3mm, with /local for a share of the local dose");
    }

    [GeneratedRegex(@"^(?<dose>\d+(\.\d+)?)%/(?<distance>\d+(\.\d+)?)mm(/(?<kind>local|global))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex GammaForm();
}

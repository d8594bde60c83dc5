using System.CommandLine;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Host.Planning;

/// <summary>The options of the verb plan; units are in the names.</summary>
internal static class PlanOptions
{
    internal static Option<string> Model { get; } = Words("--model", "the activity model, or all side by side", ["mird", "bsa", "modified-bsa", "partition", "voxel", "all"]);

    internal static Option<string> DeviceType { get; } = Words("--device-type", "the microspheres", [.. Enum.GetValues<DeviceType>().Select(type => DeviceCatalog.Get(type).Id)]);

    internal static Option<double?> TumorMl { get; } = Number("--tumor-ml", "tumour in the treated volume, mL");

    internal static Option<double?> NormalLiverMl { get; } = Number("--normal-liver-ml", "normal liver in the treated volume, mL");

    internal static Option<double?> PerfusedMl { get; } = Number("--perfused-ml", "perfused volume, mL (MIRD; the lobe for modified-bsa); default: tumour and normal liver together");

    internal static Option<double?> LiverMl { get; } = Number("--liver-ml", "whole liver, mL (modified-bsa)");

    internal static Option<double?> TnRatio { get; } = Number("--tn-ratio", "uptake per mass of tumour over normal liver");

    internal static Option<double?> LungShunt { get; } = Number("--lung-shunt", "lung shunt fraction, 0 to 1");

    internal static Option<string[]> PlanarCounts { get; } = new("--planar-counts")
    {
        Description = "lung=ANTERIOR,POSTERIOR and liver=ANTERIOR,POSTERIOR: counts of a planar pair above background, instead of --lung-shunt",
    };

    internal static Option<double?> Residual { get; } = Number("--residual", "fraction of the vial that stays behind, 0 to below 1 (default 0)");

    internal static Option<double?> ActivityGBq { get; } = Number("--activity-gbq", "activity in the vial, GBq: gives the doses of it instead of an activity");

    internal static Option<double?> TargetTumorGy { get; } = Number("--target-tumor-gy", "mean tumour dose, Gy");

    internal static Option<double?> TargetTumorD70Gy { get; } = Number("--target-tumor-d70-gy", "dose that 70 % of the tumour receives, Gy (voxel)");

    internal static Option<double?> TargetNormalGy { get; } = Number("--target-normal-gy", "highest mean dose of normal liver, Gy");

    internal static Option<double?> TargetPerfusedGy { get; } = Number("--target-perfused-gy", "mean dose of the perfused volume, Gy (MIRD, voxel)");

    internal static Option<string?> LimitLungGy { get; } = new("--limit-lung-gy")
    {
        Description = "highest mean lung dose of this session, Gy (default 30), or 'none'",
    };

    internal static Option<double?> PreviousLungGy { get; } = Number("--previous-lung-gy", "lung dose of earlier sessions, Gy (0 where there were none)");

    internal static Option<double?> HeightM { get; } = Number("--height-m", "body height, m");

    internal static Option<double?> WeightKg { get; } = Number("--weight-kg", "body weight, kg");

    internal static Option<double?> LungKg { get; } = Number("--lung-kg", "mass of both lungs, kg (default 1)");

    internal static Option<string?> Density { get; } = new("--density")
    {
        Description = "density of liver and tumour, g/mL (default 1.05); also uniform:G_PER_ML",
    };

    internal static Option<string?> EnergyConvention { get; } = new("--energy-convention")
    {
        Description = $"half-life and mean energy: {string.Join("; ", EnergyConventions.Nuclides.Select(nuclide => $"{string.Join(", ", EnergyConventions.Ids(nuclide))} for {nuclide}"))} (default: the first)",
    };

    internal static Option<string?> CalibrationAt { get; } = new("--calibration-at")
    {
        Description = "calibration time of the vial: ISO 8601 with an offset, or with a zone as in 2026-03-29T12:00[Europe/Berlin]",
    };

    internal static Option<string?> InjectionAt { get; } = new("--injection-at")
    {
        Description = "time of injection, written in the same way",
    };

    internal static Option<string?> TimeZone { get; } = new("--time-zone")
    {
        Description = "IANA zone of times that state none, e.g. Europe/Berlin",
    };

    internal static Option<string?> Patient { get; } = new("--patient")
    {
        Description = "JSON file with what is known of the patient, for the eligibility checks",
    };

    internal static Option<string?> Treatment { get; } = new("--treatment")
    {
        Description = "JSON file with several territories, tumours or sessions, instead of the volume options",
    };

    internal static Option<string[]> Uncertainty { get; } = new("--uncertainty")
    {
        Description = $"NAME=RELATIVE for the sensitivity view; names: {string.Join(", ", Sensitivity.Parameters)} (others: a step of {Sensitivity.DefaultStep})",
    };

    internal static Option<string?> Out { get; } = new("--out") { Description = "folder for plan.json and plan.html" };

    internal static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "replace an output folder that is not empty, as a whole, at the end" };

    internal static Option<string[]> FailOn { get; } = new("--fail-on")
    {
        Description = "code of a check; the exit code is 5 unless it is passed ('not given' is not passed)",
    };

    internal static IReadOnlyList<Option> All { get; } =
    [
        Model, DeviceType, TumorMl, NormalLiverMl, PerfusedMl, LiverMl, TnRatio, LungShunt, PlanarCounts, Residual, ActivityGBq, TargetTumorGy, TargetTumorD70Gy,
        TargetNormalGy, TargetPerfusedGy, LimitLungGy, PreviousLungGy, HeightM, WeightKg, LungKg, Density, EnergyConvention, CalibrationAt,
        InjectionAt, TimeZone, Patient, Treatment, Uncertainty, Out, Overwrite, FailOn,
    ];

    private static Option<double?> Number(string name, string description) => new(name) { Description = description };

    private static Option<string> Words(string name, string description, string[] words)
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}

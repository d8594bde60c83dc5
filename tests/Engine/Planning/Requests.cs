using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Planning;
using VoxelDose.Engine.Units;

namespace VoxelDose.Tests.Engine.Planning;

/// <summary>Requests of the published checks: C 49.67 J/GBq, 1.03 g/mL, lungs 1 kg.</summary>
internal static class Requests
{
    internal static PlanRequest Of(TerritoryInput territory, DeviceType device = DeviceType.Glass, double density = 1.03) => new()
    {
        Device = DeviceCatalog.Get(device),
        Decay = EnergyConventions.Get("Y-90", "eanm2022"),
        Density = MassDensity.FromGramPerMl(density),
        LungMassKg = 1,
        Territories = [territory],
        LungLimitGy = 30,
    };

    internal static TerritoryInput Perfused(double ml, double shunt, double targetGy) => new()
    {
        Name = "lobe",
        PerfusedMl = ml,
        LungShuntFraction = shunt,
        Targets = new() { PerfusedGy = targetGy },
    };

    internal static TerritoryInput Partition(double tumorMl, double normalMl, double ratio, double shunt, PlanTargets? targets = null, double? activityGBq = null) => new()
    {
        Name = "lobe",
        Tumors = [new() { Name = "T1", VolumeMl = tumorMl, TumorToNormalRatio = ratio }],
        NormalLiverMl = normalMl,
        LungShuntFraction = shunt,
        Targets = targets ?? new(),
        ActivityGBq = activityGBq,
    };
}

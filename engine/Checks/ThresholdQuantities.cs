using System.Globalization;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Checks;

/// <summary>The words that a threshold set may use, and where their values are found.</summary>
internal static class ThresholdQuantities
{
    private static readonly Dictionary<string, Func<DerivedResult, double?>> OfCase = new()
    {
        ["lungDoseGy"] = numbers => numbers.LungDoseGy,
        ["cumulativeLungDoseGy"] = numbers => numbers.CumulativeLungDoseGy,
        ["tumorToNormalRatio"] = numbers => numbers.TumorToNormalRatio,
        ["tumorVolumeFraction"] = numbers => numbers.TumorVolumeFraction,
    };

    private static readonly Dictionary<string, Func<DoseStatistics, double?>> OfDose = new()
    {
        ["meanGy"] = s => s.MeanGy,
        ["sdGy"] = s => s.SdGy,
        ["minGy"] = s => s.MinGy,
        ["maxGy"] = s => s.MaxGy,
        ["medianGy"] = s => s.MedianGy,
        ["d98Gy"] = s => s.D98Gy,
        ["d95Gy"] = s => s.D95Gy,
        ["d90Gy"] = s => s.D90Gy,
        ["d70Gy"] = s => s.D70Gy,
        ["d50Gy"] = s => s.D50Gy,
        ["d20Gy"] = s => s.D20Gy,
        ["d5Gy"] = s => s.D5Gy,
        ["d2Gy"] = s => s.D2Gy,
        ["bedMeanGy"] = s => s.BedMeanGy,
        ["eqd2MeanGy"] = s => s.Eqd2MeanGy,
        ["eudGy"] = s => s.EudGy,
        ["eubedGy"] = s => s.EubedGy,
        ["geudGy"] = s => s.GeudGy,
        ["homogeneityIndex"] = s => s.HomogeneityIndex,
        ["cumulativeBedMeanGy"] = s => s.Cumulative?.BedMeanGy,
    };

    private static readonly Dictionary<string, Func<StructureResult, bool>> Structures = new()
    {
        ["tumor"] = s => s.Role == StructureRole.Tumor && !s.Derived,
        ["tumor-union"] = s => s.Role == StructureRole.Tumor && s.Derived,
        ["normal-liver"] = s => s.Role == StructureRole.NormalLiver,
        ["liver"] = s => s.Role == StructureRole.Liver,
        ["perfused"] = s => s.Role == StructureRole.Perfused && !s.Derived,
        ["lung"] = s => s.Role == StructureRole.Lung,
    };

    internal static bool IsOfCase(string quantity) => OfCase.ContainsKey(quantity);

    internal static bool IsKnown(string structure, string quantity) =>
        IsOfCase(quantity)
            ? structure is "case" or "lung"
            : Structures.ContainsKey(structure) && (quantity == "volumeMl" || OfDose.ContainsKey(quantity) || VxDose(quantity) is not null || DccVolume(quantity) is not null);

    internal static string Describe() =>
        $"structures are {string.Join(", ", Structures.Keys)} with volumeMl, v<dose in Gy>, d<volume in mL>cc, {string.Join(", ", OfDose.Keys)}; and case with {string.Join(", ", OfCase.Keys)}";

    internal static double? OfWholeCase(string quantity, DerivedResult numbers) => OfCase[quantity](numbers);

    internal static IEnumerable<StructureResult> Matching(string structure, IReadOnlyList<StructureResult> all) => all.Where(Structures[structure]);

    /// <summary>The value for one structure; null where it is not known.</summary>
    internal static double? OfStructure(string quantity, StructureResult structure, string method)
    {
        if (quantity == "volumeMl")
        {
            return structure.VolumeMl;
        }

        if (!structure.Dose.TryGetValue(method, out DoseStatistics? statistics))
        {
            return null;
        }

        return VxDose(quantity) is { } doseGy ? statistics.Vx.FirstOrDefault(v => v.DoseGy == doseGy)?.Fraction
            : DccVolume(quantity) is { } volumeMl ? statistics.Dcc.FirstOrDefault(d => d.VolumeMl == volumeMl)?.DoseGy
            : OfDose[quantity](statistics);
    }

    /// <summary>Doses of V_x that a set needs, Gy, to be asked for beside the default ones.</summary>
    internal static double? VxDose(string quantity) =>
        quantity.Length > 1 && quantity[0] == 'v' && double.TryParse(quantity.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double doseGy)
            ? doseGy
            : null;

    /// <summary>Volumes of D_cc that a set needs, mL, to be asked for beside the user's.</summary>
    internal static double? DccVolume(string quantity) =>
        quantity.Length > 3 && quantity[0] == 'd' && quantity.EndsWith("cc", StringComparison.Ordinal) &&
        double.TryParse(quantity.AsSpan(1, quantity.Length - 3), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double volumeMl) && volumeMl > 0
            ? volumeMl
            : null;
}

using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine;

/// <summary>Numbers that belong to no single structure.</summary>
internal static class DerivedNumbers
{
    internal static DerivedResult Of(
        DoseRequest request, QuantificationResult quantification, IReadOnlyList<StructureResult> structures)
    {
        string ldm = DoseMethod.LocalDeposition.Id();
        StructureResult? tumors = structures.FirstOrDefault(s => s.Name == DerivedStructures.TumorUnionName && s.Derived);
        StructureResult? normal = structures.FirstOrDefault(s => s.Name == DerivedStructures.NormalLiverName && s.Derived);
        StructureResult? liver = structures.FirstOrDefault(s => s is { Role: StructureRole.Liver, Derived: false });
        double? tumorGy = tumors?.Dose.GetValueOrDefault(ldm)?.MeanGy;
        double? normalGy = normal?.Dose.GetValueOrDefault(ldm)?.MeanGy;
        LungMass lung = request.LungMass ?? FromCt(request, structures) ?? LungMass.Standard;
        double? lungGy = quantification is { LungShuntFraction: { } lsf, NetMBq: { } netMBq }
            ? quantification.JPerGBq * Activity.FromMegabecquerel(netMBq).Gigabecquerel * lsf / lung.Kilogram
            : null;
        return new()
        {
            TumorToNormalRatio = tumorGy is { } t && normalGy is > 0 ? t / normalGy : null,
            LungDoseGy = lungGy,
            CumulativeLungDoseGy = lungGy + request.EarlierLungDoseGy,
            LungMassKg = lungGy is null ? null : lung.Kilogram,
            LungMassSource = lungGy is null ? null : lung.Source,
            TumorVolumeFraction = tumors is not null && liver is { VolumeMl: > 0 } ? tumors.VolumeMl / liver.VolumeMl : null,
        };
    }

    /// <summary>The lungs' mass by the density map, where the image covers all of them and no two overlap.</summary>
    private static LungMass? FromCt(DoseRequest request, IReadOnlyList<StructureResult> structures)
    {
        const double wholeLung = 0.995;
        StructureResult[] lungs = [.. structures.Where(s => s is { Role: StructureRole.Lung, Derived: false })];
        bool usable = request.DensityGPerMl is not null && lungs.Length > 0 &&
            lungs.All(lung => lung.CoveredFraction >= wholeLung && lung.MassG is > 0 && !lung.Flags.Contains(StructureFlags.Overlapping));
        return usable
            ? new(lungs.Sum(lung => lung.MassG!.Value) / Constants.GramsPerKilogram, $"density from CT in {string.Join(", ", lungs.Select(l => l.Name))}")
            : null;
    }
}

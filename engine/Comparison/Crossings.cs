using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Comparison;

/// <summary>Finds the limits that prediction and delivery fall on different sides of, of structures that both cover.</summary>
internal static class Crossings
{
    internal static IReadOnlyList<ThresholdCrossing> Of(ComparisonRequest request, IReadOnlyList<StructureComparison> structures)
    {
        var crossings = new List<ThresholdCrossing>();
        foreach (ThresholdSet set in request.ThresholdSets)
        {
            foreach (StructureComparison structure in structures.Where(structure => structure.IsCovered))
            {
                IReadOnlyList<Check> predicted = Evaluate(request, set, structure, structure.Predicted);
                IReadOnlyList<Check> delivered = Evaluate(request, set, structure, structure.Delivered);
                crossings.AddRange(predicted.Zip(delivered).Where(pair => Crosses(pair.First, pair.Second)).Select(pair => Make(set, structure, pair.First, pair.Second)));
            }
        }

        return crossings;
    }

    private static IReadOnlyList<Check> Evaluate(ComparisonRequest request, ThresholdSet set, StructureComparison structure, DoseStatistics statistics)
    {
        var result = new StructureResult
        {
            Name = structure.Name,
            Role = structure.Role,
            Derived = structure.Derived,
            VolumeMl = structure.VolumeMl,
            Dose = new Dictionary<string, DoseStatistics> { [request.Method] = statistics },
        };
        return ThresholdChecks.Evaluate(set, [result], new(), request.Method);
    }

    private static bool Crosses(Check predicted, Check delivered) => predicted.Value is not null && delivered.Value is not null && predicted.Severity != delivered.Severity;

    private static ThresholdCrossing Make(ThresholdSet set, StructureComparison structure, Check predicted, Check delivered)
    {
        bool keeps = predicted.Severity == ThresholdChecks.Info;
        string message = $"{structure.Name}: predicted {predicted.Value:g4} {predicted.Unit}, delivered {delivered.Value:g4} {delivered.Unit}; the limit {predicted.Limit:g4} {predicted.Unit} " +
            $"({predicted.Code}) is {(keeps ? "kept by the prediction and not by the delivery" : "kept by the delivery and not by the prediction")}";
        return new(structure.Name, predicted.Code, set.Name, predicted.Limit!.Value, predicted.Unit, predicted.Value!.Value, delivered.Value!.Value, keeps, message, predicted.Source);
    }
}

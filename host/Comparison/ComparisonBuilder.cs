using VoxelDose.Engine.Comparison;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Comparison;

/// <summary>Puts a comparison into its document.</summary>
internal static class ComparisonBuilder
{
    internal static ComparisonDocument Build(ComparisonCase compared, ComparisonResult result) => new()
    {
        Software = SoftwareVersion.Current,
        Method = compared.Request.Method,
        Predicted = Side(compared.Predicted, result.Plain.PredictedTumorToNormalRatio, compared.PredictedDeviceType),
        Delivered = Side(compared.Delivered, result.Plain.DeliveredTumorToNormalRatio, compared.DeliveredDeviceType),
        StructuresFrom = compared.StructuresFrom,
        Transform = compared.TransformPath,
        Crossings = [.. result.Plain.Crossings, .. LungCrossings(compared)],
        Warnings = [.. compared.Warnings, .. ComparisonWarnings.OfCoverage(result.Plain.Structures)],
        ThresholdSets = [.. compared.Request.ThresholdSets.Select(set => set.Name)],
        Structures = Structures(result.Plain),
        Agreement = result.Plain.Agreement,
        Regression = result.Plain.Regression,
        Voxelwise = Voxelwise(compared.Request.Gamma, result.Plain),
        Lung = Lung(compared),
        Resolution = compared.Request.Resolution is { } matching
            ? new(true, matching.PredictedFwhmMm, matching.DeliveredFwhmMm, matching.AddedFwhmMm, matching.AddedFwhmMm == 0 ? null : matching.PredictedIsFiner ? "predicted" : "delivered")
            : new(false, null, null, null, null),
        Normalised = result.Normalised is { } part
            ? new("liver", part.PredictedFactor, part.Crossings, Structures(part), part.Agreement, part.Regression, Voxelwise(compared.Request.Gamma, part))
            : null,
    };

    private static SideInfo Side(ComparedDose dose, double? ratio, string? deviceType)
    {
        QuantificationResult? quantification = dose.Run?.Quantification;
        return new(
            dose.Path,
            dose.Run is null ? "volume" : "run",
            dose.VolumePath,
            dose.Sha256,
            quantification?.Modality,
            quantification?.Convention,
            quantification?.AdministeredMBq,
            quantification?.NetMBq,
            quantification?.LungShuntFraction,
            dose.Run?.Derived.TumorToNormalRatio ?? ratio,
            deviceType,
            [dose.DoseGy.Grid.Size.X, dose.DoseGy.Grid.Size.Y, dose.DoseGy.Grid.Size.Z],
            [dose.DoseGy.Grid.SpacingMm.X, dose.DoseGy.Grid.SpacingMm.Y, dose.DoseGy.Grid.SpacingMm.Z]);
    }

    private static StructureInfo[] Structures(ComparisonPart part) => [.. part.Structures.Select(structure => new StructureInfo(
        structure.Name,
        RoleWord.Of(structure.Role),
        structure.Derived,
        structure.VolumeMl,
        structure.PredictedCoveredFraction,
        structure.DeliveredCoveredFraction,
        structure.Predicted,
        structure.Delivered,
        structure.DifferenceGy,
        structure.Ratio,
        structure.GammaPassFraction,
        structure.GammaEvaluated,
        structure.Points.LinsCcc,
        structure.Points.Pearson,
        structure.Points.Spearman,
        structure.Points.RmsDifferenceGy,
        structure.IsodoseDice))];

    private static VoxelwiseInfo Voxelwise(GammaCriteria criteria, ComparisonPart part) => new(
        part.Region, part.Points.Count, part.Points.MeanDifferenceGy, part.Points.SdDifferenceGy, part.Points.RmsDifferenceGy, part.Points.Pearson, part.Points.Spearman,
        part.Points.LinsCcc, Gamma(criteria, part.GlobalGamma, isLocal: false), Gamma(criteria, part.LocalGamma, isLocal: true), part.Scatter);

    private static GammaInfo Gamma(GammaCriteria criteria, GammaResult result, bool isLocal) => new(
        "delivered", "trilinear, minimum over all points of the interpolated predicted dose", isLocal ? "share of the delivered dose at the voxel" : "share of the normalisation dose",
        criteria.DoseFraction, criteria.DistanceMm, criteria.CutoffFraction, result.NormalisationGy, GammaCriteria.MaxGamma, GammaCriteria.Tolerance,
        result.Evaluated, result.Passed, result.Outside, result.PassFraction);

    private static LungInfo Lung(ComparisonCase compared)
    {
        double? predicted = compared.Predicted.Run?.Quantification.LungShuntFraction;
        (double? delivered, string? source) = DeliveredShunt(compared.Delivered.Run);
        double? predictedGy = compared.Predicted.Run?.Derived.LungDoseGy;
        double? deliveredGy = compared.Delivered.Run?.Derived.LungDoseGy;
        return new(predicted, delivered, source, predictedGy, deliveredGy, deliveredGy - predictedGy);
    }

    /// <summary>Lung over lung and liver activity where the delivered run measured both; else the fraction it was given.</summary>
    private static (double? Shunt, string? Source) DeliveredShunt(ResultsDocument? run)
    {
        if (run is null)
        {
            return (null, null);
        }

        double? Activity(StructureRole role) => run.Structures.Where(structure => structure.Role == role && !structure.Derived)
            .Select(structure => structure.ActivityMBq).DefaultIfEmpty(null).Aggregate((sum, activity) => sum + activity);
        return Activity(StructureRole.Lung) is >= 0 and { } lung && Activity(StructureRole.Liver) is > 0 and { } liver
            ? (lung / (lung + liver), "measured on the delivered image")
            : (run.Quantification.LungShuntFraction, run.Quantification.LungShuntFraction is null ? null : "as given to the delivered run");
    }

    private static IEnumerable<ThresholdCrossing> LungCrossings(ComparisonCase compared)
    {
        if (compared.Predicted.Run?.Derived.LungDoseGy is not { } predicted || compared.Delivered.Run?.Derived.LungDoseGy is not { } delivered)
        {
            return [];
        }

        return compared.Request.ThresholdSets.SelectMany(set => set.Limits.Where(limit => limit.Quantity == "lungDoseGy").Select(limit => (set, limit)))
            .Where(pair => (predicted > pair.limit.Value) != (delivered > pair.limit.Value))
            .Select(pair => new ThresholdCrossing(
                "lung", pair.limit.Code, pair.set.Name, pair.limit.Value, pair.limit.Unit, predicted, delivered, predicted <= pair.limit.Value,
                $"lung: predicted {predicted:g4} Gy, delivered {delivered:g4} Gy; the limit is {pair.limit.Value:g4} Gy ({pair.limit.Code})", pair.limit.Source ?? pair.set.Source));
    }
}

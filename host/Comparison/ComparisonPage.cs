using System.Globalization;
using VoxelDose.Engine.Comparison;
using VoxelDose.Host.Reports;
using VoxelDose.Host.Reports.Page;

namespace VoxelDose.Host.Comparison;

/// <summary>report.html of a comparison: crossings and warnings first, then slices, curves, agreement and tables.</summary>
internal static class ComparisonPage
{
    internal static void Write(TextWriter target, ComparisonDocument document, ComparisonResult result) => PlainPage.Write(
        target, "predicted against delivered", $"{document.Predicted.Path} · {document.Delivered.Path} · {document.Method}", html => Body(html, document, result));

    private static void Body(Html html, ComparisonDocument document, ComparisonResult result)
    {
        html.Raw("<section>").Element("h2", "Thresholds that prediction and delivery fall on different sides of");
        if (document.Crossings.Count == 0)
        {
            html.Element("p", document.ThresholdSets.Count == 0
                ? "No set was looked at: those that come with the program are of another nuclide."
                : $"None in the sets looked at: {string.Join(", ", document.ThresholdSets)}.");
        }
        else
        {
            html.Table("crossings", "Crossings", ["structure", "limit", "set", "predicted", "delivered", "limit value", "unit", "source"], document.Crossings.Select(crossing => (IReadOnlyList<string>)
                [crossing.Structure, crossing.Code, crossing.Set, Figures.Of(crossing.Predicted), Figures.Of(crossing.Delivered), Figures.Of(crossing.Limit), crossing.Unit ?? string.Empty, crossing.Source ?? string.Empty]));
        }

        html.Raw("</section>\n");
        PlainPage.Warnings(html, "What to mind", [.. document.Warnings.Select(warning => (warning.Code, warning.Message))]);
        html.Raw("<section>").Element("h2", "Side by side");
        ComparisonPictures.Slices(html, result);
        html.Raw("</section>\n<section>").Element("h2", "Dose-volume curves").Element("p", "Full line delivered, dashed predicted.");
        ComparisonPictures.DvhPairs(html, result.Plain.Structures);
        html.Raw("</section>\n<section>").Element("h2", "Agreement of the means");
        ComparisonPictures.BlandAltmanPlot(html, result.Plain);
        Agreement(html, document.Agreement, document.Regression);
        html.Element("p", $"Tumour to normal liver (T/N): predicted {Figures.Of(document.Predicted.TumorToNormalRatio)}, delivered {Figures.Of(document.Delivered.TumorToNormalRatio)}.");
        html.Raw("</section>\n");
        Structures(html, "structures", "Structures", document.Structures);
        Voxelwise(html, document.Voxelwise);
        if (document.Normalised is { } normalised)
        {
            html.Raw("<section>").Element("h2", $"With the prediction times {normalised.PredictedFactor.ToString("G5", CultureInfo.InvariantCulture)} (same mean dose in the {normalised.Region})").Raw("</section>\n");
            Structures(html, "normalised", "Structures, normalised", normalised.Structures);
        }

        html.Raw("<section>").Element("h2", "Lung").Element("p",
            $"Shunt predicted {Figures.Of(document.Lung.PredictedShunt)}, delivered {Figures.Of(document.Lung.DeliveredShunt)} ({document.Lung.DeliveredShuntSource ?? "not known"}); " +
            $"dose predicted {Figures.Of(document.Lung.PredictedDoseGy)} Gy, delivered {Figures.Of(document.Lung.DeliveredDoseGy)} Gy.").Raw("</section>\n");
        html.Raw("<section>").Element("h2", "Provenance").Element("p",
            $"Structures: {document.StructuresFrom}. Transform: {document.Transform ?? "none"}. Resolution matched: {(document.Resolution.Matched ? $"yes, {Figures.Of(document.Resolution.AddedFwhmMm)} mm added to {document.Resolution.Blurred ?? "none"}" : "no")}. " +
            "Differences are delivered minus predicted; ratios delivered over predicted; the reference of gamma is the delivered dose.").Raw("</section>\n");
    }

    private static void Agreement(Html html, BlandAltman agreement, LinearFit? regression)
    {
        html.Element("p",
            $"{agreement.N} structures ({string.Join(", ", agreement.Structures)}): bias {Figures.Of(agreement.BiasGy)} Gy (95 % {Figures.Of(agreement.BiasCiLowGy)} to {Figures.Of(agreement.BiasCiHighGy)}), " +
            $"limits of agreement {Figures.Of(agreement.LoaLowGy)} to {Figures.Of(agreement.LoaHighGy)} Gy (each ± {Figures.Of(agreement.LoaCiHalfWidthGy)}); " +
            $"slope of difference over mean {Figures.Of(agreement.Proportional?.Slope)} (p {Figures.Of(agreement.Proportional?.SlopeP)}).");
        if (regression is not null)
        {
            html.Element("p", $"Delivered = {Figures.Of(regression.Intercept)} Gy + {Figures.Of(regression.Slope)} × predicted (slope 95 % {Figures.Of(regression.SlopeLow)} to {Figures.Of(regression.SlopeHigh)}, r² {Figures.Of(regression.RSquared)}).");
        }
    }

    private static void Structures(Html html, string id, string caption, IReadOnlyList<StructureInfo> structures)
    {
        html.Raw("<section>");
        html.Table(id, caption,
            ["structure", "mL", "predicted mean Gy", "delivered mean Gy", "difference Gy", "ratio", "D70 predicted", "D70 delivered", "D95 predicted", "D95 delivered", "BED predicted", "BED delivered"],
            structures.Select(structure => (IReadOnlyList<string>)
            [
                structure.Name, Figures.Of(structure.VolumeMl), Figures.Of(structure.Predicted.MeanGy), Figures.Of(structure.Delivered.MeanGy), Figures.Of(structure.DifferenceGy), Figures.Of(structure.Ratio),
                Figures.Of(structure.Predicted.D70Gy), Figures.Of(structure.Delivered.D70Gy), Figures.Of(structure.Predicted.D95Gy), Figures.Of(structure.Delivered.D95Gy),
                Figures.Of(structure.Predicted.BedMeanGy), Figures.Of(structure.Delivered.BedMeanGy),
            ]));
        if (structures.Count > 0)
        {
            html.Table($"{id}-points", $"{caption}: point by point, and Dice of the volumes above a dose",
                ["structure", "gamma %", "Lin", "Pearson", "Spearman", .. structures[0].IsodoseDice.Select(dice => string.Create(CultureInfo.InvariantCulture, $"Dice {dice.DoseGy} Gy"))],
                structures.Select(structure => (IReadOnlyList<string>)
                [
                    structure.Name, Figures.Percent(structure.GammaPassFraction), Figures.Of(structure.LinsCcc), Figures.Of(structure.Pearson), Figures.Of(structure.Spearman),
                    .. structure.IsodoseDice.Select(dice => Figures.Of(dice.Dice)),
                ]));
        }

        html.Raw("</section>\n");
    }

    private static void Voxelwise(Html html, VoxelwiseInfo voxelwise)
    {
        html.Raw("<section>").Element("h2", $"Point by point ({voxelwise.Region})").Element("p",
            $"{voxelwise.N} points: mean difference {Figures.Of(voxelwise.MeanDifferenceGy)} Gy, sd {Figures.Of(voxelwise.SdDifferenceGy)} Gy, root mean square {Figures.Of(voxelwise.RmsDifferenceGy)} Gy; " +
            $"Lin {Figures.Of(voxelwise.LinsCcc)}, Pearson {Figures.Of(voxelwise.Pearson)}, Spearman {Figures.Of(voxelwise.Spearman)}.");
        ComparisonPictures.Scatter(html, voxelwise.Scatter);
        html.Table("gamma", "Gamma", ["dose difference", "%", "mm", "cutoff %", "normalisation Gy", "voxels", "outside", "pass %"],
            new[] { voxelwise.GammaGlobal, voxelwise.GammaLocal }.Select(gamma => (IReadOnlyList<string>)
            [
                gamma.DoseDifference, Figures.Percent(gamma.DoseFraction), Figures.Of(gamma.DistanceMm), Figures.Percent(gamma.CutoffFraction), Figures.Of(gamma.NormalisationGy),
                gamma.Evaluated.ToString(CultureInfo.InvariantCulture), gamma.Outside.ToString(CultureInfo.InvariantCulture), Figures.Percent(gamma.PassFraction),
            ]));
        html.Raw("</section>\n");
    }
}

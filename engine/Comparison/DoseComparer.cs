using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>Lays a predicted dose beside a delivered one; definitions in docs/comparison.md.</summary>
public sealed class DoseComparer(IArrayCompute compute)
{
    /// <summary>Runs a request.</summary>
    /// <param name="request">The doses, seen from one frame.</param>
    /// <param name="stage">Told the name of each stage as it begins.</param>
    /// <param name="cancellation">Stops between stages.</param>
    /// <exception cref="InvalidInputException">The doses do not overlap, or the liver is missing for a normalisation.</exception>
    public ComparisonResult Run(ComparisonRequest request, Action<string>? stage = null, CancellationToken cancellation = default)
    {
        void Begin(string name)
        {
            cancellation.ThrowIfCancellationRequested();
            stage?.Invoke(name);
        }

        Begin("match resolution and grids");
        (Volume predicted, Volume delivered) = Matched(request);
        if (!delivered.Grid.IsOrthogonal)
        {
            throw new InvalidInputException("the delivered dose's axes are not at right angles (tilted or sheared); resample it onto an orthogonal grid first");
        }

        Volume onDelivered = OnGrid(predicted, delivered.Grid);
        if (!onDelivered.Values.Any(float.IsFinite))
        {
            throw new InvalidInputException("the predicted and the delivered dose do not overlap anywhere: another patient or frame, or is a --transform missing?");
        }

        IReadOnlyList<Structure> shapes = [.. request.Structures, .. DerivedStructures.Derive(request.Structures)];
        Begin("compare");
        ComparisonPart plain = Compare(request, shapes, predicted, onDelivered, delivered, 1);
        ComparisonPart? normalised = null;
        if (request.NormaliseToLiver)
        {
            Begin("compare with the prediction scaled to the liver");
            double factor = LiverFactor(plain);
            normalised = Compare(request, shapes, Scaled(predicted, factor), Scaled(onDelivered, factor), delivered, factor);
        }

        return new(plain, normalised, onDelivered, delivered);
    }

    private static double LiverFactor(ComparisonPart plain) =>
        plain.Structures.FirstOrDefault(structure => structure is { Role: StructureRole.Liver, Derived: false })?.Ratio is > 0 and { } ratio
            ? ratio
            : throw new InvalidInputException("--normalise liver needs a structure with the role liver that both doses reach");

    private (Volume Predicted, Volume Delivered) Matched(ComparisonRequest request)
    {
        if (request.Resolution is not { AddedFwhmMm: > 0 } matching)
        {
            return (request.PredictedGy, request.DeliveredGy);
        }

        return matching.PredictedIsFiner
            ? (GaussianSmoothing.Apply(compute, request.PredictedGy, matching.AddedFwhmMm), request.DeliveredGy)
            : (request.PredictedGy, GaussianSmoothing.Apply(compute, request.DeliveredGy, matching.AddedFwhmMm));
    }

    private Volume OnGrid(Volume volume, VoxelGrid grid)
    {
        if (volume.Grid.IsSameAs(grid))
        {
            return new(grid, volume.Values);
        }

        using IDeviceArray source = compute.Upload(volume.Values);
        using IDeviceArray target = compute.Allocate((int)grid.Size.Count);
        compute.Resample(source, volume.Grid.Size, volume.Grid.PointToIndex.After(grid.IndexToPoint), float.NaN, grid.Size, target);
        float[] values = new float[grid.Size.Count];
        compute.Download(target, values);
        return new(grid, values);
    }

    private static Volume Scaled(Volume volume, double factor) => new(volume.Grid, Array.ConvertAll(volume.Values, value => (float)(factor * value)));

    private ComparisonPart Compare(
        ComparisonRequest request, IReadOnlyList<Structure> shapes, Volume predicted, Volume onDelivered, Volume delivered, double factor)
    {
        Volume evaluated = predicted.Grid.IsOrthogonal ? predicted : onDelivered;
        GammaResult global = GammaIndex.Compute(delivered, evaluated, request.Gamma with { IsLocal = false }, compute);
        GammaResult local = GammaIndex.Compute(delivered, evaluated, request.Gamma with { IsLocal = true }, compute);
        Volume map = (request.Gamma.IsLocal ? local : global).Map;
        StructureComparison[] structures = [.. shapes.Select(shape => StructureComparer.Compare(request, shape, predicted, onDelivered, delivered, map))];
        StructureComparison[] independent = Independent(structures);
        double[] predictedGy = [.. independent.Select(structure => structure.Predicted.MeanGy!.Value)];
        double[] deliveredGy = [.. independent.Select(structure => structure.Delivered.MeanGy!.Value)];
        (string region, PairedDoses pairs) = Region(request, shapes, onDelivered, delivered);
        return new()
        {
            PredictedFactor = factor,
            Structures = structures,
            Agreement = BlandAltman.Of([.. independent.Select(structure => structure.Name)], predictedGy, deliveredGy),
            Regression = LinearFit.Of(predictedGy, deliveredGy),
            Points = PairStatistics.Of(pairs),
            Region = region,
            Scatter = ScatterDensity.Of(pairs),
            GlobalGamma = global,
            LocalGamma = local,
            PredictedTumorToNormalRatio = Ratio(structures, structure => structure.Predicted),
            DeliveredTumorToNormalRatio = Ratio(structures, structure => structure.Delivered),
            Crossings = Crossings.Of(request, structures),
        };
    }

    /// <summary>Regions that do not overlap by their nature, drawn tumours and normal liver (derived, else drawn), where both doses cover them.</summary>
    private static StructureComparison[] Independent(StructureComparison[] structures)
    {
        StructureComparison? normal = structures.LastOrDefault(structure => structure.Role == StructureRole.NormalLiver);
        return [.. structures.Where(structure => (structure is { Role: StructureRole.Tumor, Derived: false } || structure == normal) &&
            structure.IsCovered && structure.Predicted.MeanGy is not null && structure.Delivered.MeanGy is not null)];
    }

    private static (string Region, PairedDoses Pairs) Region(ComparisonRequest request, IReadOnlyList<Structure> shapes, Volume predicted, Volume delivered)
    {
        if (shapes.FirstOrDefault(shape => shape is { Role: StructureRole.Liver, IsDerived: false }) is { } liver)
        {
            using StructureSamples samples = StructureSampler.Sample(liver, delivered.Grid, [predicted.Values, delivered.Values]);
            return (liver.Name, PairedDoses.Of(samples));
        }

        double cutoff = request.Gamma.CutoffFraction * (request.Gamma.NormalisationGy ?? delivered.Values.Max());
        return ($"voxels of at least {cutoff:g4} Gy delivered", PairedDoses.Of(predicted.Values, delivered.Values, n => delivered.Values[n] >= cutoff));
    }

    private static double? Ratio(StructureComparison[] structures, Func<StructureComparison, DoseStatistics> side)
    {
        double? tumor = structures.Where(structure => structure is { Role: StructureRole.Tumor, Derived: true }).Select(side).FirstOrDefault()?.MeanGy;
        double? normal = structures.Where(structure => structure is { Role: StructureRole.NormalLiver, Derived: true }).Select(side).FirstOrDefault()?.MeanGy;
        return normal > 0 ? tumor / normal : null;
    }
}

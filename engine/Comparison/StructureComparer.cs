using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Comparison;

/// <summary>Compares the doses within one structure.</summary>
internal static class StructureComparer
{
    internal static StructureComparison Compare(
        ComparisonRequest request, Structure shape, Volume predicted, Volume predictedOnDelivered, Volume delivered, Volume gamma)
    {
        using StructureSamples predictedSamples = StructureSampler.Sample(shape, predicted.Grid, [predicted.Values]);
        using StructureSamples deliveredSamples = StructureSampler.Sample(shape, delivered.Grid, [delivered.Values]);
        using StructureSamples both = StructureSampler.Sample(shape, delivered.Grid, [predictedOnDelivered.Values, delivered.Values]);
        var pairs = PairedDoses.Of(both);
        var biology = RadiobiologyParameters.DefaultFor(shape.Role);
        double[] vx = [.. request.VxDosesGy.Union(ThresholdChecks.VxDosesGy(request.ThresholdSets)).Order()];
        (long evaluated, long passed) = Count(shape, gamma);
        return new()
        {
            Name = shape.Name,
            Role = shape.Role,
            Derived = shape.IsDerived,
            VolumeMl = shape.VolumeMl,
            PredictedCoveredFraction = predictedSamples.CoveredFraction,
            DeliveredCoveredFraction = deliveredSamples.CoveredFraction,
            Predicted = DoseStatisticsCalculator.Compute(predictedSamples, 0, biology, request.HalfLifeH, vx),
            Delivered = DoseStatisticsCalculator.Compute(deliveredSamples, 0, biology, request.HalfLifeH, vx),
            GammaEvaluated = evaluated,
            GammaPassFraction = evaluated > 0 ? (double)passed / evaluated : null,
            Points = PairStatistics.Of(pairs),
            IsodoseDice = [.. request.DiceDosesGy.Select(dose => IsodoseDice.Of(pairs, dose))],
            PredictedDvh = CumulativeDvh.Compute(predictedSamples, 0, shape.Name, "predicted"),
            DeliveredDvh = CumulativeDvh.Compute(deliveredSamples, 0, shape.Name, "delivered"),
        };
    }

    private static (long Evaluated, long Passed) Count(Structure shape, Volume gamma)
    {
        if (shape.VoxelCount == 0)
        {
            return (0, 0);
        }

        CoverageField inside = CoverageField.Of(shape).Onto(gamma.Grid);
        Size3 size = gamma.Grid.Size;
        IndexBox box = inside.Box;
        long evaluated = 0, passed = 0;
        for (int z = Math.Max(0, box.Z); z < Math.Min(size.Z, box.Z + box.SizeZ); z++)
        {
            for (int y = Math.Max(0, box.Y); y < Math.Min(size.Y, box.Y + box.SizeY); y++)
            {
                for (int x = Math.Max(0, box.X); x < Math.Min(size.X, box.X + box.SizeX); x++)
                {
                    float value = gamma.Values[x + (size.X * (y + (size.Y * z)))];
                    if (inside.At(x, y, z) >= 0.5f && !float.IsNaN(value))
                    {
                        evaluated++;
                        passed += value <= 1 ? 1 : 0;
                    }
                }
            }
        }

        return (evaluated, passed);
    }
}

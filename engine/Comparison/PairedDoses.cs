using VoxelDose.Engine.Statistics;

namespace VoxelDose.Engine.Comparison;

/// <summary>Predicted and delivered dose at the same points with their weights; points where one of them is unknown are left out.</summary>
public sealed class PairedDoses
{
    private PairedDoses(float[] predictedGy, float[] deliveredGy, double[] weights)
    {
        PredictedGy = predictedGy;
        DeliveredGy = deliveredGy;
        Weights = weights;
    }

    /// <summary>Predicted dose, Gy.</summary>
    public float[] PredictedGy { get; }

    /// <summary>Delivered dose, Gy.</summary>
    public float[] DeliveredGy { get; }

    /// <summary>Weights, mL.</summary>
    public double[] Weights { get; }

    /// <summary>Number of points.</summary>
    public int Count => Weights.Length;

    /// <summary>Pairs of a structure's samples.</summary>
    /// <param name="samples">Samples of two volumes: predicted first, then delivered; NaN is unknown.</param>
    public static PairedDoses Of(StructureSamples samples)
    {
        float[] predicted = samples.Values(0).ToArray();
        float[] delivered = samples.Values(1).ToArray();
        int[] known = [.. Enumerable.Range(0, samples.Count).Where(n => float.IsFinite(predicted[n]) && float.IsFinite(delivered[n]))];
        return new([.. known.Select(n => predicted[n])], [.. known.Select(n => delivered[n])], [.. known.Select(samples.WeightMlOf)]);
    }

    /// <summary>Pairs of whole volumes on one grid, each voxel with the same weight.</summary>
    /// <param name="predictedGy">Predicted dose; NaN is unknown.</param>
    /// <param name="deliveredGy">Delivered dose.</param>
    /// <param name="isWanted">Which voxels count.</param>
    public static PairedDoses Of(float[] predictedGy, float[] deliveredGy, Func<int, bool> isWanted)
    {
        int[] known = [.. Enumerable.Range(0, deliveredGy.Length).Where(n => float.IsFinite(predictedGy[n]) && float.IsFinite(deliveredGy[n]) && isWanted(n))];
        double[] weights = new double[known.Length];
        Array.Fill(weights, 1);
        return new([.. known.Select(n => predictedGy[n])], [.. known.Select(n => deliveredGy[n])], weights);
    }
}

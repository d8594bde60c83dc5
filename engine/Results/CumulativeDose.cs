namespace VoxelDose.Engine.Results;

/// <summary>The present and all earlier treatments together, in BED, Gy. Where an earlier dose is not known it adds nothing.</summary>
/// <param name="BedMeanGy">Mean.</param>
/// <param name="Eqd2MeanGy">The same as dose in 2 Gy fractions.</param>
/// <param name="BedD95Gy">Largest BED that at least 95 % of the weight receives.</param>
/// <param name="BedD50Gy">Of 50 %.</param>
/// <param name="BedD5Gy">Of 5 %.</param>
/// <param name="IsComplete">True where every earlier dose is known in all of the structure; false makes the sums lower bounds.</param>
/// <param name="Earlier">The earlier treatments.</param>
public sealed record CumulativeDose(
    double BedMeanGy, double Eqd2MeanGy, double BedD95Gy, double BedD50Gy, double BedD5Gy, bool IsComplete, IReadOnlyList<TreatmentPart> Earlier);

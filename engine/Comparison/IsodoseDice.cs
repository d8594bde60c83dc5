namespace VoxelDose.Engine.Comparison;

/// <summary>Overlap of the volumes that receive at least a dose: 2 |P and D| / (|P| + |D|).</summary>
/// <param name="DoseGy">The dose.</param>
/// <param name="Dice">0 to 1; null where neither reaches the dose.</param>
public sealed record IsodoseDice(double DoseGy, double? Dice)
{
    /// <summary>Computes the overlap.</summary>
    public static IsodoseDice Of(PairedDoses pairs, double doseGy)
    {
        double predicted = 0, delivered = 0, both = 0;
        for (int n = 0; n < pairs.Count; n++)
        {
            bool p = pairs.PredictedGy[n] >= doseGy;
            bool d = pairs.DeliveredGy[n] >= doseGy;
            predicted += p ? pairs.Weights[n] : 0;
            delivered += d ? pairs.Weights[n] : 0;
            both += p && d ? pairs.Weights[n] : 0;
        }

        return new(doseGy, predicted + delivered > 0 ? 2 * both / (predicted + delivered) : null);
    }
}

namespace VoxelDose.Engine.Comparison;

/// <summary>A limit that prediction and delivery fall on different sides of.</summary>
/// <param name="Structure">Structure, or the case's number.</param>
/// <param name="Code">Code of the limit.</param>
/// <param name="Set">Name of the threshold set.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Predicted">Predicted value.</param>
/// <param name="Delivered">Delivered value.</param>
/// <param name="PredictedKeeps">True where the prediction kept the limit and the delivery does not.</param>
/// <param name="Message">In words.</param>
/// <param name="Source">Citation.</param>
public sealed record ThresholdCrossing(
    string Structure, string Code, string Set, double Limit, string? Unit, double Predicted, double Delivered, bool PredictedKeeps, string Message, string? Source);

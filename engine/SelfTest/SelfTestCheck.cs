namespace VoxelDose.Engine.SelfTest;

/// <summary>One commissioning check: a value held against what it should be.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="What">What was computed, with its unit.</param>
/// <param name="Value">The value found.</param>
/// <param name="Expected">The value expected.</param>
/// <param name="Tolerance">Largest absolute difference that passes.</param>
/// <param name="Source">Where the expected value comes from.</param>
public sealed record SelfTestCheck(string Id, string What, double Value, double Expected, double Tolerance, string Source)
{
    /// <summary>True where the value is within the tolerance; a value that is no number fails.</summary>
    public bool Pass => Math.Abs(Value - Expected) <= Tolerance;
}

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>A run of values that goes to the device, and the part of it whose results come back.</summary>
/// <param name="Start">First value.</param>
/// <param name="Length">Number of values.</param>
/// <param name="ResultStart">First result, counted from <paramref name="Start"/>.</param>
/// <param name="ResultLength">Number of results.</param>
internal readonly record struct Piece(int Start, int Length, int ResultStart, int ResultLength)
{
    /// <summary>Runs whose results are all their values.</summary>
    internal static IReadOnlyList<Piece> Of(int length, int most) =>
    [
        .. Enumerable.Range(0, (int)(((long)length + most - 1) / most))
            .Select(n => new Piece(n * most, Math.Min(most, length - (n * most)), 0, Math.Min(most, length - (n * most)))),
    ];
}

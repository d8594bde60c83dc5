namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// Eighteen halves of ten groups, such that each group is in nine of them and each two groups together in four: a balanced block design (10, 5, 4), the residual of the one
/// that the squares modulo 19 make. By the balance, the mean square of the halves' deviations is the very variance of the mean of ten groups.
/// </summary>
internal static class HalfSamples
{
    private const int Prime = 19;

    /// <summary>Groups in each half, by number from 0.</summary>
    internal static IReadOnlyList<int[]> OfTen { get; } = Make();

    private static int[][] Make()
    {
        int[] squares = [.. Enumerable.Range(1, Prime - 1).Select(n => n * n % Prime).Distinct().Order()];
        int[] others = [.. Enumerable.Range(0, Prime).Except(squares)];
        return [.. Enumerable.Range(1, Prime - 1).Select(shift =>
            squares.Select(square => Array.IndexOf(others, (square + shift) % Prime)).Where(group => group >= 0).Order().ToArray())];
    }
}

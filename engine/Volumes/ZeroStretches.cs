using System.Runtime.InteropServices;

namespace VoxelDose.Engine.Volumes;

/// <summary>
/// Tells what is worth writing into a new array. It holds zeros already, and the system gives memory to it, page by page, only where something is written; of a volume
/// round a body half is never needed.
/// </summary>
public static class ZeroStretches
{
    /// <summary>A page of memory.</summary>
    private const int Step = 4096 / sizeof(float);

    /// <summary>The next stretch that holds anything but zeros (positive ones, to the bit).</summary>
    /// <param name="values">Values.</param>
    /// <param name="from">Where to begin.</param>
    /// <returns>Where it starts and its length; length 0 where nothing but zeros is left.</returns>
    public static (int Start, int Length) NextOther(ReadOnlySpan<float> values, int from)
    {
        int start = from;
        while (start < values.Length && IsZero(values, start))
        {
            start += Step;
        }

        int end = start;
        while (end < values.Length && !IsZero(values, end))
        {
            end += Step;
        }

        start = Math.Min(start, values.Length);
        return (start, Math.Min(end, values.Length) - start);
    }

    private static bool IsZero(ReadOnlySpan<float> values, int start) =>
        !MemoryMarshal.Cast<float, uint>(values.Slice(start, Math.Min(Step, values.Length - start))).ContainsAnyExcept(0u);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>
/// Asks for memory before it is used, a line or two at a time between the sums: many lines at once would wait for one another. An address outside
/// a volume does no harm.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>Floats in a cache line.</summary>
    private const int Line = 16;

    /// <summary>Up to two lines into the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Near(float* start, int floats)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(start);
            if (floats > Line)
            {
                Sse.Prefetch0(start + Line);
            }
        }
    }

    /// <summary>Up to two lines into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Far(float* start, int floats)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(start);
            if (floats > Line)
            {
                Sse.Prefetch1(start + Line);
            }
        }
    }
}

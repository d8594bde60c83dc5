using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>
/// The sums along z of a column that marches through slices: with radius r, the 2r results that still wait for slices ahead. A ring of radius r is
/// r <see cref="Ring{TInner}"/> around a <see cref="RingCentre"/>: fields instead of an array, because device compilers keep fields in registers.
/// </summary>
public interface IRing
{
    /// <summary>Adds weights[at - (r - d) stride] value to what the slice adds to results at distance d, for every d from 0 to r.</summary>
    void Add(ArrayView<float> weights, int at, int stride, Quad value);

    /// <summary>
    /// Ends the slice: adds its sums to all results that wait and moves them on by one. Returns the result that lies r slices back and is now complete;
    /// <paramref name="ahead"/> comes from the ring around this one, zero for the outermost.
    /// </summary>
    Quad Advance(Quad ahead);
}

using System.Runtime.InteropServices;

namespace VoxelDose.Engine.Compute.Simd;

/// <summary>Working memory of one worker, kept between calls; aligned to cache lines.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private const nuint Alignment = 64;
    private float* _memory;
    private nuint _capacity;

    ~Scratch() => Free();

    /// <summary>Room for floats, all zero.</summary>
    internal float* Zeros(long floats)
    {
        float* memory = Raw(floats);
        NativeMemory.Clear(memory, checked((nuint)floats * sizeof(float)));
        return memory;
    }

    /// <summary>Room for floats of any value.</summary>
    internal float* Raw(long floats)
    {
        nuint bytes = checked((nuint)floats * sizeof(float));
        if (bytes > _capacity)
        {
            Free();
            _memory = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
            _capacity = bytes;
        }

        return _memory;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;
    }
}

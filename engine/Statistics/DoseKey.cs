namespace VoxelDose.Engine.Statistics;

/// <summary>float32 as an unsigned number of the same order: negative values reversed, both zeros alike.</summary>
internal static class DoseKey
{
    internal static uint Of(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits ^ ((uint)((int)bits >> 31) | 0x80000000u);
    }

    internal static float Value(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x80000000u) != 0 ? key ^ 0x80000000u : ~key);

    /// <summary>Key of the smallest float32 that is not below a double.</summary>
    internal static uint AtOrAbove(double value)
    {
        float rounded = (float)value;
        return Of(rounded < value ? MathF.BitIncrement(rounded) : rounded);
    }
}

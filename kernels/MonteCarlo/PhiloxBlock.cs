namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>Four independent 32-bit random words.</summary>
/// <param name="X">First word.</param>
/// <param name="Y">Second word.</param>
/// <param name="Z">Third word.</param>
/// <param name="W">Fourth word.</param>
public readonly record struct PhiloxBlock(uint X, uint Y, uint Z, uint W)
{
    /// <summary>Bits of a word that make a uniform number: with the half of a cell, float32 holds 23 and rounds 24 up to 1.</summary>
    private const int UniformBits = 23;

    /// <summary>The four low bytes that <see cref="Uniform"/> leaves over, as a fifth word.</summary>
    public uint Spare => (X & 0xFF) | ((Y & 0xFF) << 8) | ((Z & 0xFF) << 16) | ((W & 0xFF) << 24);

    /// <summary>Uniform number in (0, 1): the centre of one of 2^23 equal cells, from the upper bits of a word.</summary>
    /// <remarks>By way of int, as unsigned numbers become float by way of double, which many devices lack.</remarks>
    public static float Uniform(uint word) => ((int)(word >> (32 - UniformBits)) + 0.5f) * (1f / (1 << UniformBits));
}

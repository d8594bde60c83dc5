using VoxelDose.Kernels.MonteCarlo;

namespace VoxelDose.Tests.Kernels.MonteCarlo;

public class PhiloxTests
{
    /// <summary>Known answers of philox4x32-10 in the authors' Random123 distribution (kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_KnownCounter_YieldsKnownWords(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x, uint y, uint z, uint w) =>
        Assert.Equal(new PhiloxBlock(x, y, z, w), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void Uniform_ExtremeWords_StaysInsideTheOpenInterval()
    {
        Assert.InRange(PhiloxBlock.Uniform(0), float.Epsilon, 1e-6f);
        Assert.InRange(PhiloxBlock.Uniform(uint.MaxValue), 0.999999f, MathF.BitDecrement(1));
    }
}

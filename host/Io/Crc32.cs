namespace VoxelDose.Host.Io;

/// <summary>The checksum of gzip (RFC 1952), of which .NET's streams tell only that of a whole stream.</summary>
internal static class Crc32
{
    /// <summary>x^32 + ... + 1, lowest power in the highest bit.</summary>
    private const uint Polynomial = 0xedb88320;

    private const uint One = 0x80000000;

    /// <summary>Checksum of two runs of bytes after one another: a checksum is a remainder, so that of the first is multiplied by x to the bits that follow.</summary>
    /// <param name="first">Checksum of the first run; 0 for none.</param>
    /// <param name="second">Checksum of the second run.</param>
    /// <param name="secondBytes">Bytes in the second run.</param>
    internal static uint Joined(uint first, uint second, int secondBytes)
    {
        uint shift = One;
        uint power = 1u << 23; // x^8
        for (int rest = secondBytes; rest > 0; rest >>= 1)
        {
            shift = (rest & 1) == 1 ? Product(shift, power) : shift;
            power = Product(power, power);
        }

        return Product(first, shift) ^ second;
    }

    private static uint Product(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = One; bit != 0; bit >>= 1)
        {
            product ^= (a & bit) != 0 ? b : 0;
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }

        return product;
    }
}

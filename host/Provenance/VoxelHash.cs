using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Provenance;

/// <summary>SHA-256 of voxel values: float32, little-endian, x fastest, as every dose file stores them uncompressed.</summary>
internal static class VoxelHash
{
    internal static string Of(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian && (long)values.Length * sizeof(float) <= int.MaxValue)
        {
            return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
        }

        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            VolumeFile.WriteLittleEndian(stream, values);
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }
}

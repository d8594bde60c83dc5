using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Io;

/// <summary>Where a header says that the values lie, and how. Nothing of it is believed before <see cref="PayloadReader"/> has checked it.</summary>
/// <param name="Path">File that holds the values.</param>
/// <param name="Encoding">How they lie there.</param>
/// <param name="Offset">Bytes of that file before the (encoded) values.</param>
/// <param name="SkipDecoded">Bytes to pass over after decompression.</param>
/// <param name="Type">Type of one value.</param>
/// <param name="BigEndian">Byte order.</param>
/// <param name="Size">Voxels along x, y, z.</param>
/// <param name="Layers">Values a voxel; they lie side by side.</param>
/// <param name="Slope">Factor on the stored value.</param>
/// <param name="Intercept">Added after the factor.</param>
internal sealed record VoxelPayload(
    string Path,
    PayloadEncoding Encoding,
    long Offset,
    long SkipDecoded,
    ScalarType Type,
    bool BigEndian,
    Size3 Size,
    int Layers = 1,
    double Slope = 1,
    double Intercept = 0)
{
    /// <summary>Number of values; wide, since a header may declare more than any computer holds.</summary>
    internal Int128 ValueCount => (Int128)Size.X * Size.Y * Size.Z * Layers;

    /// <summary>Bytes of the decoded values, without what is skipped.</summary>
    internal Int128 ByteCount => ValueCount * ScalarDecoder.SizeOf(Type);
}

namespace VoxelDose.Host.Io;

/// <summary>How the values lie in their file.</summary>
internal enum PayloadEncoding
{
    Raw,
    Gzip,
    Zlib,
    Text,
}

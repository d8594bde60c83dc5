using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>A unique identifier.</summary>
internal readonly record struct DicomUID(string UID)
{
    internal static readonly DicomUID CTImageStorage = new("1.2.840.10008.5.1.4.1.1.2");
    internal static readonly DicomUID NuclearMedicineImageStorage = new("1.2.840.10008.5.1.4.1.1.20");
    internal static readonly DicomUID PositronEmissionTomographyImageStorage = new("1.2.840.10008.5.1.4.1.1.128");
    internal static readonly DicomUID SegmentationStorage = new("1.2.840.10008.5.1.4.1.1.66.4");
    internal static readonly DicomUID SpatialRegistrationStorage = new("1.2.840.10008.5.1.4.1.1.66.1");
    internal static readonly DicomUID DeformableSpatialRegistrationStorage = new("1.2.840.10008.5.1.4.1.1.66.3");
    internal static readonly DicomUID RTDoseStorage = new("1.2.840.10008.5.1.4.1.1.481.2");
    internal static readonly DicomUID RTStructureSetStorage = new("1.2.840.10008.5.1.4.1.1.481.3");
    internal static readonly DicomUID RTPlanStorage = new("1.2.840.10008.5.1.4.1.1.481.5");
    internal static readonly DicomUID EncapsulatedPDFStorage = new("1.2.840.10008.5.1.4.1.1.104.1");

    /// <summary>A new UID under 2.25, the root of UUIDs (PS3.5, B.2).</summary>
    internal static DicomUID Generate() => FromBytes(Guid.NewGuid().ToByteArray(bigEndian: true));

    /// <summary>
    /// A UID under 2.25 that follows from another one, so that references keep together when identifiers are replaced. The secret,
    /// fresh in each run, keeps anyone from finding the original by trying.
    /// </summary>
    internal static DicomUID Derive(string original, ReadOnlySpan<byte> secret)
    {
        byte[] hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(original))[..16];
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return FromBytes(hash);
    }

    /// <inheritdoc/>
    public override string ToString() => UID;

    private static DicomUID FromBytes(byte[] uuid) => new($"2.25.{new BigInteger(uuid, isUnsigned: true, isBigEndian: true)}");
}

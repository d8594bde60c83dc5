using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

public sealed class DicomNestingTests
{
    [Fact]
    public void SequencesNestedDeep_AreRefused()
    {
        var bytes = new List<byte>(new byte[128]);
        bytes.AddRange("DICM"u8.ToArray());
        for (int i = 0; i < 200_000; i++)
        {
            bytes.AddRange([0x08, 0x00, 0x15, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        var error = Assert.Throws<InvalidInputException>(() => DicomFile.Parse([.. bytes], "deep"));
        Assert.Contains("deeper", error.Message, StringComparison.Ordinal);
    }
}

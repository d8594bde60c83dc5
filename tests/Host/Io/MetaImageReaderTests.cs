using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;

namespace VoxelDose.Tests.Host.Io;

public sealed class MetaImageReaderTests : IDisposable
{
    private const string Header =
        "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = False\n" +
        "TransformMatrix = 0 1 0 -1 0 0 0 0 1\nOffset = 1 2 3\nElementSpacing = 2 3 4\nDimSize = 2 1 1\nElementType = MET_SHORT\nElementDataFile = LOCAL\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("False", 1f, 256f)]
    [InlineData("True", 256f, 1f)]
    public void Read_ByteOrder_IsObeyed(string msb, float first, float second)
    {
        string path = _folder.Write("a.mha", Header.Replace("ByteOrderMSB = False", $"ByteOrderMSB = {msb}", StringComparison.Ordinal), [1, 0, 0, 1]);

        LoadedVolume loaded = VolumeFile.Read(path);

        Assert.Equal([first, second], loaded.Volume.Values);
        Assert.Equal(new Vec3(1, 4, 3), loaded.Volume.Grid.IndexToPoint.Apply(new(1, 0, 0)));
    }

    [Fact]
    public void Read_DataBehindAForeignHeader_AreFound()
    {
        _folder.Write("a.raw", "junk", [1, 0, 0, 1]);
        string path = _folder.Write("a.mhd", Header.Replace("LOCAL", "a.raw", StringComparison.Ordinal).Replace("ElementDataFile", "HeaderSize = -1\nElementDataFile", StringComparison.Ordinal));

        Assert.Equal([1f, 256f], VolumeFile.Read(path).Volume.Values);
    }

    [Fact]
    public void Read_TextData_AreRead()
    {
        string path = _folder.Write("a.mha", Header.Replace("BinaryData = True", "BinaryData = False", StringComparison.Ordinal) + "7 -9\n");

        Assert.Equal([7f, -9f], VolumeFile.Read(path).Volume.Values);
    }

    [Theory]
    [InlineData("NDims = 3", "NDims = 4", "4-D")]
    [InlineData("NDims = 3", "NDims = 2", "3-D volume")]
    [InlineData("DimSize = 2 1 1", "DimSize = 2 1", "DimSize")]
    [InlineData("DimSize = 2 1 1", "DimSize = 3 1 1", "4 bytes of voxel data")]
    [InlineData("DimSize = 2 1 1", "DimSize = 1 1 1", "4 bytes of voxel data")]
    [InlineData("DimSize = 2 1 1", "DimSize = 2000000000 2000000000 2000000000", "at most")]
    [InlineData("MET_SHORT", "MET_LONG", "MET_LONG_LONG")]
    [InlineData("MET_SHORT", "MET_SHORT_ARRAY", "ElementType")]
    [InlineData("TransformMatrix = 0 1 0 -1 0 0 0 0 1", "TransformMatrix = 0 1 0 0 1 0 0 0 1", "geometry")]
    [InlineData("TransformMatrix = 0 1 0 -1 0 0 0 0 1", "TransformMatrix = 0 2 0 -1 0 0 0 0 1", "length 1")]
    [InlineData("ElementSpacing = 2 3 4\n", "", "ElementSpacing")]
    [InlineData("ElementSpacing = 2 3 4", "ElementSpacing = 2 0 4", "ElementSpacing")]
    [InlineData("CompressedData = False", "CompressedData = True", "damaged")]
    [InlineData("LOCAL", "../a.raw", "header's own folder")]
    [InlineData("LOCAL", "LIST", "LIST")]
    [InlineData("NDims = 3", "NDims = 3\nElementNumberOfChannels = 3", "ElementNumberOfChannels")]
    [InlineData("NDims = 3", "NDims = 3\nElementToIntensityFunctionSlope = 2", "ElementToIntensityFunction")]
    public void Read_BadHeader_IsRefused(string good, string bad, string expected)
    {
        string path = _folder.Write("a.mha", Header.Replace(good, bad, StringComparison.Ordinal), [1, 0, 0, 1]);

        string message = Assert.Throws<InvalidInputException>(() => VolumeFile.Read(path)).Message;

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}

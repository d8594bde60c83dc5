using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io.Dicom;

/// <summary>Slices become a volume by where they lie, not by the order of their files; what is no straight, even stack is refused.</summary>
public sealed class DicomSliceStackTests
{
    [Fact]
    public void Build_FilesInAnyOrder_SortsByPosition()
    {
        DicomSliceStack stack = DicomSliceStack.Build([At(6), At(0), At(3), At(9)], "pet");

        Assert.Equal(["z0", "z3", "z6", "z9"], stack.Frames.Select(frame => frame.Label));
        Assert.Equal(new Size3(4, 5, 4), stack.Grid.Size);
        Assert.Equal(3, stack.Grid.SpacingMm.Z, 9);
        Assert.Equal(0, stack.Grid.IndexToPoint.Apply(new(0, 0, 0)).Z, 9);
    }

    [Fact]
    public void Build_SameSlicesBackwards_GivesTheSameGrid() =>
        Assert.True(DicomSliceStack.Build([At(0), At(3), At(6)], "a").Grid.IsSameAs(DicomSliceStack.Build([At(6), At(3), At(0)], "b").Grid));

    [Fact]
    public void Build_SliceMissing_IsRefusedWithThePlace()
    {
        AssertRefused("1 slice(s) are missing between z6 and z12", At(0), At(3), At(6), At(12), At(15));
        AssertRefused("2 slice(s) are missing between z6 and z15", At(0), At(3), At(6), At(15), At(18), At(21));
    }

    [Fact]
    public void Build_UnequalOrDoubledSlices_AreRefused()
    {
        AssertRefused("slices of unequal distance", At(0), At(3), At(6), At(10.2), At(13.2));
        AssertRefused("lie at the same place", At(0), At(3), At(3), At(6));
        AssertRefused("a single slice", At(0));
    }

    [Fact]
    public void Build_SlicesOfAnotherShape_AreRefused()
    {
        AssertRefused("has 4x6 pixels", At(0), At(3) with { Rows = 6 });
        AssertRefused("has pixels of 2.1x2 mm", At(0), At(3) with { SpacingXMm = 2.1 });
        AssertRefused("oriented otherwise", At(0), At(3) with { AlongRow = new(0, 0, 1) });
    }

    [Fact]
    public void Build_TiltedGantry_IsRefused() =>
        AssertRefused("tilted gantries", [.. Enumerable.Range(0, 4).Select(n => At(3 * n) with { PositionMm = new(0, 0.6 * n, 3 * n) })]);

    private static DicomFrame At(double z) => new()
    {
        Label = $"z{z}",
        Path = "file",
        Index = 0,
        PositionMm = new(0, 0, z),
        AlongRow = new(1, 0, 0),
        AlongColumn = new(0, 1, 0),
        SpacingXMm = 2,
        SpacingYMm = 2,
        Rows = 5,
        Columns = 4,
        Header = [],
    };

    private static void AssertRefused(string word, params DicomFrame[] frames) =>
        Assert.Contains(word, Assert.Throws<InvalidInputException>(() => DicomSliceStack.Build(frames, "pet")).Message, StringComparison.Ordinal);
}

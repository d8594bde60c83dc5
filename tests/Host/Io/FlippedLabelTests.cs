using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Io;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Io;

/// <summary>A real label map that is stored upside down against the DICOM slices it was drawn on: only its affine says so.</summary>
public sealed class FlippedLabelTests
{
    private const string Label = "data/real/totalsegmentator/example_seg_dicom.nii.gz";
    private const string Slices = "data/real/totalsegmentator/ct_dicom";

    /// <summary>HU between air or fat and bone; soft tissue with contrast lies within.</summary>
    private const double SoftTissueLowHu = -20;
    private const double SoftTissueHighHu = 250;

    // The slices are JPEG 2000.
    [SharedDataFact(Label, Slices, Tool = "gdcmconv")]
    public void Read_LabelStoredAgainstItsSlices_LiesOnTheLiverOfTheCt()
    {
        Volume ct = DicomVolumeReader.Read(SharedData.PathOf(Slices)).Volume;
        Structure liver = StructureFile.Read(SharedData.PathOf(Label)).Single(s => s.Role == StructureRole.Liver);

        double asPlaced = ShareInSoftTissue(ct, liver, mirrored: false);
        double mirrored = ShareInSoftTissue(ct, liver, mirrored: true);

        // Vessels, gallbladder wall and noise leave little outside the window; mirrored in y a third of the label lies on spine, lung or air.
        Assert.True(asPlaced > 0.97, $"{asPlaced:P1} of the label lies on soft tissue");
        Assert.True(mirrored < asPlaced - 0.1, $"{mirrored:P1} of the mirrored label lies on soft tissue: the test would not notice a flip");
    }

    private static double ShareInSoftTissue(Volume ct, Structure structure, bool mirrored)
    {
        Size3 size = structure.Grid.Size;
        long inside = 0;
        foreach (CoverageRun run in structure.Runs)
        {
            for (int n = run.Start; n < run.Start + run.Length; n++)
            {
                int y = n / size.X % size.Y;
                Vec3 point = structure.Grid.IndexToPoint.Apply(new(n % size.X, mirrored ? size.Y - 1 - y : y, n / size.X / size.Y));
                Vec3 at = ct.Grid.PointToIndex.Apply(point);
                (int i, int j, int k) = ((int)Math.Round(at.X), (int)Math.Round(at.Y), (int)Math.Round(at.Z));
                Size3 ctSize = ct.Grid.Size;
                if (i >= 0 && j >= 0 && k >= 0 && i < ctSize.X && j < ctSize.Y && k < ctSize.Z)
                {
                    inside += ct.Values[i + (ctSize.X * (j + (ctSize.Y * k)))] is > (float)SoftTissueLowHu and < (float)SoftTissueHighHu ? 1 : 0;
                }
            }
        }

        return (double)inside / structure.VoxelCount;
    }
}

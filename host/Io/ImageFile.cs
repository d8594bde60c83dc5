using VoxelDose.Host.Io.MetaImage;
using VoxelDose.Host.Io.Nifti;
using VoxelDose.Host.Io.Nrrd;

namespace VoxelDose.Host.Io;

/// <summary>Tells the image formats apart by what is in the file, and reads the header.</summary>
internal static class ImageFile
{
    internal static ImageHeader ReadHeader(string path)
    {
        byte[] head = InputFile.Head(path, 512);
        if (head.AsSpan().StartsWith("NRRD"u8))
        {
            return NrrdReader.Read(path);
        }

        if (NiftiReader.Is(path, head))
        {
            return NiftiReader.Read(path);
        }

        if (MetaImageFields.Is(head))
        {
            return MetaImageReader.Read(path);
        }

        if (head.Length >= 132 && head.AsSpan(128, 4).SequenceEqual("DICM"u8))
        {
            throw InputError.Of(path, "this is a DICOM file where an image of another format is expected; give the folder of its series");
        }

        throw InputError.Of(path, "the content is none of the known formats: NRRD (.nrrd, .nhdr), NIfTI (.nii, .nii.gz), MetaImage (.mha, .mhd)");
    }
}

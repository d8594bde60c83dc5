namespace VoxelDose.Kernels;

/// <summary>How a pair of blocks of slices lies in a volume and in the padded complex array of an FFT.</summary>
public struct FftBlock
{
    /// <summary>Complex array along x.</summary>
    public int Nx;

    /// <summary>Complex array along y.</summary>
    public int Ny;

    /// <summary>Complex array along z.</summary>
    public int Nz;

    /// <summary>The box of activity, or of the result, in the volume.</summary>
    public Window Box;

    /// <summary>Voxel of the volume (x) at the complex array's first.</summary>
    public int OriginX;

    /// <summary>Voxel of the volume (y) at the complex array's first.</summary>
    public int OriginY;

    /// <summary>Slice of the volume that the real part's first slice stands for.</summary>
    public int RealSlice;

    /// <summary>Slice of the volume that the imaginary part's first slice stands for.</summary>
    public int ImaginarySlice;

    /// <summary>First slice of the complex array that is stored.</summary>
    public int FirstStored;

    /// <summary>Slices of the complex array that are stored.</summary>
    public int Stored;

    /// <summary>Elements of a row that one thread takes.</summary>
    public int Chunk;
}

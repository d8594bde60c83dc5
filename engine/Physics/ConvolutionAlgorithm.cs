namespace VoxelDose.Engine.Physics;

/// <summary>How an activity is convolved with a voxel S table.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>Every entry of the table, in space.</summary>
    Direct,

    /// <summary>A centre delta and a few outer products: an approximation within the stated tolerance.</summary>
    Separable,

    /// <summary>Every entry of the table, through zero-padded Fourier transforms.</summary>
    Fft,
}

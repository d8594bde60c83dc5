namespace VoxelDose.Engine.Quantification;

/// <summary>What the activity image shows.</summary>
public enum ImageModality
{
    /// <summary>90Y PET after treatment.</summary>
    Y90Pet,

    /// <summary>90Y bremsstrahlung SPECT after treatment.</summary>
    Y90Spect,

    /// <summary>99mTc-MAA SPECT before treatment: where the planned 90Y activity would lodge.</summary>
    Tc99mMaaSpect,
}

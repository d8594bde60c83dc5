namespace VoxelDose.Engine.Quantification;

/// <summary>What the activity image shows.</summary>
public enum ImageModality
{
    /// <summary>90Y PET after treatment.</summary>
    Y90Pet,

    /// <summary>90Y bremsstrahlung SPECT after treatment.</summary>
    Y90Spect,

    /// <summary>SPECT of the gamma rays of 166Ho, after treatment or of a scout activity.</summary>
    Ho166Spect,

    /// <summary>32P bremsstrahlung SPECT after treatment.</summary>
    P32Spect,

    /// <summary>99mTc-MAA SPECT before treatment: where the planned activity would lodge.</summary>
    Tc99mMaaSpect,
}

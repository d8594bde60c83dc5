namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>Indices of the sums that must close: emitted = deposited + photons + electrons out of the grid.</summary>
public static class EnergyBalance
{
    /// <summary>Emitted kinetic energy.</summary>
    public const int Emitted = 0;

    /// <summary>Energy of bremsstrahlung photons above the cut, which are not followed.</summary>
    public const int Photons = 1;

    /// <summary>Energy that electrons carried out of the grid.</summary>
    public const int Outside = 2;

    /// <summary>Number of sums.</summary>
    public const int Length = 3;

    /// <summary>Binary digits of the tally below 1 MeV: one unit is 2^-20 MeV, about 1 eV.</summary>
    public const int FractionBits = 20;

    /// <summary>Tally units in 1 MeV.</summary>
    public const float UnitsPerMeV = 1 << FractionBits;
}

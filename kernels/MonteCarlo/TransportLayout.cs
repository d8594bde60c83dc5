namespace VoxelDose.Kernels.MonteCarlo;

/// <summary>
/// Where each electron table lies in the one flat float32 array that every device reads. Tables over the residual range r have equal
/// steps of sqrt(r / r_max): fine where the electron is slow and everything changes quickly.
/// </summary>
public static class TransportLayout
{
    /// <summary>Steps of the range tables; each has one entry more.</summary>
    public const int RangeSteps = 256;

    /// <summary>Floats of one node of the range tables: two nodes share a cache line.</summary>
    public const int Columns = 8;

    /// <summary>Column: kinetic energy, MeV.</summary>
    public const int Energy = 0;

    /// <summary>Column: delta rays above the cut, per mm of range.</summary>
    public const int DeltaRate = 1;

    /// <summary>Column: bremsstrahlung photons above the cut, per mm of range.</summary>
    public const int PhotonRate = 2;

    /// <summary>Column: half width of the uniform shift that stands for soft straggling, mm^(1/2): width = value x sqrt(hop).</summary>
    public const int Straggling = 3;

    /// <summary>Column: fraction of the kinetic energy that photons above the cut will carry away on the rest of the range.</summary>
    public const int PhotonYield = 4;

    /// <summary>Column: scale of the hop's scattering angle.</summary>
    public const int AngleScale = 5;

    /// <summary>Start of the range tables.</summary>
    public const int RangeStart = 0;

    /// <summary>Steps of the angle table along sqrt(r / r_max).</summary>
    public const int AngleRangeSteps = 32;

    /// <summary>Steps of the angle table along sqrt(1 - u), u the cumulative probability.</summary>
    public const int AngleSteps = 64;

    /// <summary>Start of the angle table: correction to the closed-form inverse, angle step fastest.</summary>
    public const int AngleStart = RangeStart + ((RangeSteps + 1) * Columns);

    /// <summary>Steps of the residual range by kinetic energy, from 0 to the largest energy.</summary>
    public const int EnergySteps = 1024;

    /// <summary>Start of the range by energy, mm.</summary>
    public const int EnergyStart = AngleStart + ((AngleRangeSteps + 1) * (AngleSteps + 1));

    /// <summary>Steps of the photon table along energy.</summary>
    public const int PhotonEnergySteps = 32;

    /// <summary>Steps of the photon table along cumulative probability.</summary>
    public const int PhotonSteps = 32;

    /// <summary>Start of the photon table: log(k / cut) / log(T / cut) by probability, probability fastest.</summary>
    public const int PhotonStart = EnergyStart + EnergySteps + 1;

    /// <summary>Equally probable parts of the emission spectrum.</summary>
    public const int SpectrumSteps = 4096;

    /// <summary>Start of the residual ranges at the borders of these parts, mm.</summary>
    public const int SpectrumStart = PhotonStart + ((PhotonEnergySteps + 1) * (PhotonSteps + 1));

    /// <summary>Length of the whole array.</summary>
    public const int Length = SpectrumStart + SpectrumSteps + 1;
}

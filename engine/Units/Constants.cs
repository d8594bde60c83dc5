namespace VoxelDose.Engine.Units;

/// <summary>Exact constants and unit factors; the only place where such numbers stand.</summary>
public static class Constants
{
    /// <summary>Joule per MeV: 1e6 x elementary charge, exact since the 2019 SI (CODATA 2018).</summary>
    public const double JoulePerMeV = 1.602176634e-13;

    /// <summary>MeV per eV.</summary>
    public const double MeVPerEv = 1e-6;

    /// <summary>Electron rest energy, MeV (CODATA 2018).</summary>
    public const double ElectronRestMeV = 0.51099895;

    /// <summary>Classical electron radius, mm (CODATA 2018).</summary>
    public const double ClassicalElectronRadiusMm = 2.8179403262e-12;

    /// <summary>Fine-structure constant (CODATA 2018).</summary>
    public const double FineStructure = 7.2973525693e-3;

    /// <summary>Avogadro constant, per mol (exact since the 2019 SI).</summary>
    public const double AvogadroPerMol = 6.02214076e23;

    /// <summary>Cubic millimetres per millilitre.</summary>
    public const double CubicMillimetresPerMl = 1000.0;

    /// <summary>Grams per kilogram.</summary>
    public const double GramsPerKilogram = 1000.0;

    /// <summary>Seconds per hour.</summary>
    public const double SecondsPerHour = 3600.0;

    /// <summary>Hours per day.</summary>
    public const double HoursPerDay = 24.0;

    /// <summary>Becquerel per kilobecquerel.</summary>
    public const double BecquerelPerKilobecquerel = 1000.0;
}

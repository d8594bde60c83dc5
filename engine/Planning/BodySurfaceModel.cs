namespace VoxelDose.Engine.Planning;

/// <summary>
/// The body-surface formulas of the resin label. BSA = 0.20247 height[m]^0.725 weight[kg]^0.425 (DuBois 1916,
/// DOI 10.1001/archinte.1916.00080130010002); activity in GBq = BSA - 0.2 + tumour share of the liver.
/// </summary>
public static class BodySurfaceModel
{
    private const double DuBoisFactor = 0.20247;
    private const double DuBoisHeightPower = 0.725;
    private const double DuBoisWeightPower = 0.425;
    private const double LabelOffset = 0.2;

    /// <summary>Body surface, m2.</summary>
    public static double BodySurfaceM2(double heightM, double weightKg) =>
        DuBoisFactor * Math.Pow(heightM, DuBoisHeightPower) * Math.Pow(weightKg, DuBoisWeightPower);

    /// <summary>Activity for the whole liver, GBq, before any reduction.</summary>
    /// <param name="heightM">Height, m.</param>
    /// <param name="weightKg">Weight, kg.</param>
    /// <param name="tumorShare">Tumour volume over tumour and normal liver together.</param>
    public static double ActivityGBq(double heightM, double weightKg, double tumorShare) =>
        BodySurfaceM2(heightM, weightKg) - LabelOffset + tumorShare;

    /// <summary>Activity for one lobe, GBq, before any reduction.</summary>
    /// <param name="heightM">Height, m.</param>
    /// <param name="weightKg">Weight, kg.</param>
    /// <param name="lobeTumorShare">Tumour volume in the lobe over the lobe's volume.</param>
    /// <param name="lobeShare">The lobe's volume over the liver's.</param>
    public static double LobeActivityGBq(double heightM, double weightKg, double lobeTumorShare, double lobeShare) =>
        ActivityGBq(heightM, weightKg, lobeTumorShare) * lobeShare;
}

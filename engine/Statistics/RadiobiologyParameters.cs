using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine.Statistics;

/// <summary>What turns absorbed dose into biological dose for one kind of tissue; the user sets it, the result states it.</summary>
public sealed record RadiobiologyParameters
{
    /// <summary>Makes parameters.</summary>
    /// <param name="alphaBetaGy">alpha / beta, Gy, above 0.</param>
    /// <param name="repairHalfTimeH">Half-time of sublethal-damage repair, h, 0 or more.</param>
    /// <param name="alphaPerGy">alpha of the cell-survival EUD, 1/Gy, above 0; null where it is not known.</param>
    /// <param name="source">Citation, or "user".</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public RadiobiologyParameters(double alphaBetaGy, double repairHalfTimeH, double? alphaPerGy, string source)
    {
        if (!(double.IsFinite(alphaBetaGy) && alphaBetaGy > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(alphaBetaGy), alphaBetaGy, "alpha/beta must be above 0 Gy");
        }

        if (!(double.IsFinite(repairHalfTimeH) && repairHalfTimeH >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(repairHalfTimeH), repairHalfTimeH, "the repair half-time must be 0 h or more");
        }

        if (alphaPerGy is { } alpha && !(double.IsFinite(alpha) && alpha > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(alphaPerGy), alphaPerGy, "alpha must be above 0 per Gy");
        }

        AlphaBetaGy = alphaBetaGy;
        RepairHalfTimeH = repairHalfTimeH;
        AlphaPerGy = alphaPerGy;
        Source = source;
    }

    /// <summary>Liver: alpha/beta 2.5 Gy, repair 2.5 h.</summary>
    public static RadiobiologyParameters Liver { get; } = new(
        2.5, 2.5, null, "Cremonesi 2014, DOI 10.3389/fonc.2014.00210");

    /// <summary>Tumour: alpha/beta 10 Gy, repair 1.5 h.</summary>
    public static RadiobiologyParameters Tumor { get; } = new(
        10, 1.5, null, "Cremonesi 2014, DOI 10.3389/fonc.2014.00210");

    /// <summary>alpha / beta, Gy.</summary>
    public double AlphaBetaGy { get; }

    /// <summary>Half-time of sublethal-damage repair, h.</summary>
    public double RepairHalfTimeH { get; }

    /// <summary>alpha of the cell-survival EUD, 1/Gy; null where it is not known.</summary>
    public double? AlphaPerGy { get; }

    /// <summary>Citation, or "user".</summary>
    public string Source { get; }

    /// <summary>The parameters that the program assumes for a role unless the user sets others; null where it knows none.</summary>
    public static RadiobiologyParameters? DefaultFor(StructureRole role) => role switch
    {
        StructureRole.Tumor => Tumor,
        StructureRole.Liver or StructureRole.NormalLiver or StructureRole.Perfused => Liver,
        _ => null,
    };
}

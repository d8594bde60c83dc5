namespace VoxelDose.Engine.Planning;

/// <summary>
/// The compartment formulas (MIRD Pamphlet; partition model, Ho 1996, DOI 10.1007/BF01247368). With C in J/GBq, masses in kg, lung shunt L, residual R
/// and the activity A in the vial: perfused C A (1 - R) (1 - L) / M, normal liver C A (1 - R) (1 - L) / (sum TN_i M_i + M_N), tumour i
/// TN_i times that, lung C A (1 - R) L / M_lung.
/// </summary>
public static class CompartmentModel
{
    /// <summary>Doses per activity of a territory. What an input that is not known decides stays null.</summary>
    public static DoseCoefficients Coefficients(PlanRequest request, TerritoryInput territory)
    {
        if (territory.LungShuntFraction is not { } shunt)
        {
            return new();
        }

        double givenJPerGBq = request.Decay.JPerGBq * (1 - request.ResidualFraction);
        double liverJPerGBq = givenJPerGBq * (1 - shunt);
        double? normal = NormalLiverEquivalentKg(request, territory) is { } equivalentKg ? liverJPerGBq / equivalentKg : null;
        NamedDose[] tumors = [.. territory.Tumors.Where(tumor => tumor.VolumeMl > 0).Select(
            tumor => new NamedDose(tumor.Name, normal * tumor.TumorToNormalRatio))];
        return new()
        {
            TumorGyPerGBq = territory.TumorMl > 0
                ? normal * territory.Tumors.Sum(tumor => tumor.VolumeMl * tumor.TumorToNormalRatio) / territory.TumorMl
                : null,
            NormalLiverGyPerGBq = territory.NormalLiverMl > 0 ? normal : null,
            PerfusedGyPerGBq = territory.EffectivePerfusedMl is > 0 and { } perfusedMl ? liverJPerGBq / request.MassKg(perfusedMl) : null,
            LungGyPerGBq = givenJPerGBq * shunt / request.LungMassKg,
            Tumors = tumors,
        };
    }

    /// <summary>
    /// Mass of normal liver that would take up as much as the whole territory: sum of TN_i M_i plus M_N, kg. Null where a volume or a
    /// ratio is missing or nothing is there.
    /// </summary>
    private static double? NormalLiverEquivalentKg(PlanRequest request, TerritoryInput territory)
    {
        if (territory.NormalLiverMl is not { } normalMl)
        {
            return null;
        }

        double equivalentMl = normalMl;
        foreach (TumorInput tumor in territory.Tumors.Where(tumor => tumor.VolumeMl > 0))
        {
            if (tumor.TumorToNormalRatio is not { } ratio)
            {
                return null;
            }

            equivalentMl += ratio * tumor.VolumeMl;
        }

        return equivalentMl > 0 ? request.MassKg(equivalentMl) : null;
    }
}

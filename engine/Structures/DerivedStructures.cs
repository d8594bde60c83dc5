using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Structures;

/// <summary>Structures that follow from the drawn ones by their roles.</summary>
public static class DerivedStructures
{
    /// <summary>Name of liver minus every tumour.</summary>
    public const string NormalLiverName = "Normal liver (derived)";

    /// <summary>Name of the union of all tumours.</summary>
    public const string TumorUnionName = "Tumors (union)";

    /// <summary>
    /// Derives, in this order: the tumour union (where there is a tumour), the normal liver (where there is a liver; equal to it without
    /// tumours), and for each perfused volume its normal part. A tumour takes from the liver or the perfused volume the voxels
    /// whose centre it contains. Several structures with the role liver count as one liver: their union.
    /// </summary>
    /// <param name="drawn">The structures as drawn, all seen from one frame.</param>
    /// <returns>The derived structures alone, marked as derived; they belong after the drawn ones.</returns>
    public static IReadOnlyList<Structure> Derive(IReadOnlyList<Structure> drawn)
    {
        Structure[] tumors = [.. WithRole(drawn, StructureRole.Tumor)];
        Structure[] livers = [.. WithRole(drawn, StructureRole.Liver)];
        CoverageField[] tumorFields = Array.ConvertAll(tumors, CoverageField.Of);
        var derived = new List<Structure>();
        if (tumors.Length > 0)
        {
            derived.Add(Union(tumorFields).ToStructure(TumorUnionName, StructureRole.Tumor, tumors[0].Color));
        }

        if (livers.Length > 0)
        {
            CoverageField liver = Union(Array.ConvertAll(livers, CoverageField.Of));
            derived.Add(Without(liver, tumorFields).ToStructure(NormalLiverName, StructureRole.NormalLiver, livers[0].Color));
        }

        foreach (Structure perfused in WithRole(drawn, StructureRole.Perfused).Where(_ => tumors.Length > 0))
        {
            derived.Add(Without(CoverageField.Of(perfused), tumorFields)
                .ToStructure($"{perfused.Name} without tumor (derived)", StructureRole.Perfused, perfused.Color));
        }

        return derived;
    }

    /// <summary>
    /// Shells of tissue round each drawn tumour: from its surface to a distance, without any tumour, and within the liver where one is drawn.
    /// </summary>
    /// <param name="drawn">The structures as drawn.</param>
    /// <param name="widthsMm">Widths of the shells, mm; one structure for each tumour and width.</param>
    public static IReadOnlyList<Structure> TumorShells(IReadOnlyList<Structure> drawn, IReadOnlyList<double> widthsMm)
    {
        Structure[] tumors = [.. WithRole(drawn, StructureRole.Tumor)];
        CoverageField[] fields = Array.ConvertAll(tumors, CoverageField.Of);
        CoverageField[] livers = [.. WithRole(drawn, StructureRole.Liver).Select(CoverageField.Of)];
        CoverageField? liver = livers.Length > 0 ? Union(livers) : null;
        var shells = new List<Structure>();
        for (int n = 0; n < tumors.Length; n++)
        {
            foreach (double widthMm in widthsMm)
            {
                CoverageField shell = Without(Shell(fields[n], 0, widthMm), fields);
                if (liver is not null)
                {
                    shell.Combine(liver.Onto(shell.Grid), Math.Min);
                }

                shells.Add(shell.ToStructure($"{tumors[n].Name} shell {widthMm:g} mm (derived)", StructureRole.Other, tumors[n].Color));
            }
        }

        return shells;
    }

    /// <summary>Of each drawn tumour, the share of its volume in voxels whose centre lies in no drawn liver; nothing where no liver is drawn.</summary>
    internal static IEnumerable<(Structure Tumor, double Share)> TumorSharesOutsideLiver(IReadOnlyList<Structure> drawn)
    {
        CoverageField[] livers = [.. WithRole(drawn, StructureRole.Liver).Select(CoverageField.Of)];
        foreach (Structure tumor in WithRole(drawn, StructureRole.Tumor).Where(tumor => livers.Length > 0 && tumor.VoxelCount > 0))
        {
            CoverageField field = CoverageField.Of(tumor);
            yield return (tumor, Without(field, livers).Values.Sum(value => (double)value) / field.Values.Sum(value => (double)value));
        }
    }

    /// <summary>The union of fields, on the finest of their grids (the first of equals), extended where another reaches beyond it.</summary>
    internal static CoverageField Union(IReadOnlyList<CoverageField> fields)
    {
        VoxelGrid grid = fields.MinBy(field => field.Grid.VoxelVolumeMl)!.Grid;
        CoverageField[] onGrid = [.. fields.Select(field => field.Onto(grid))];
        CoverageField union = onGrid[0].Within(onGrid.Aggregate(default(IndexBox), (box, field) => box.Union(field.Box)));
        foreach (CoverageField field in onGrid.Skip(1))
        {
            union.Include(field);
        }

        return union;
    }

    /// <summary>The region without the voxels whose centre one of the tumours contains.</summary>
    internal static CoverageField Without(CoverageField region, IReadOnlyList<CoverageField> tumors)
    {
        CoverageField rest = region.Within(region.Box);
        foreach (CoverageField tumor in tumors)
        {
            rest.Remove(tumor.Onto(region.Grid));
        }

        return rest;
    }

    /// <summary>The smaller coverage of two fields, on the finer of their grids.</summary>
    internal static CoverageField Intersection(CoverageField a, CoverageField b)
    {
        VoxelGrid grid = b.Grid.VoxelVolumeMl < a.Grid.VoxelVolumeMl ? b.Grid : a.Grid;
        (CoverageField first, CoverageField second) = (a.Onto(grid), b.Onto(grid));
        IndexBox common = first.Box.Intersect(second.Box);
        CoverageField both = first.Within(common.IsEmpty ? default : common);
        both.Combine(second, Math.Min);
        return both;
    }

    /// <summary>The voxels whose centre lies farther than one distance from the surface, and no farther than another; negative is inside.</summary>
    internal static CoverageField Shell(CoverageField region, double fromMm, double toMm)
    {
        CoverageField shell = CoverageField.Empty(region.Grid, DistanceField.Grow(region.Box, region.Grid, Math.Max(0, toMm)));
        if (!region.Box.IsEmpty)
        {
            float[] distances = DistanceField.SignedMm(region, shell.Box);
            for (int n = 0; n < distances.Length; n++)
            {
                shell.Values[n] = distances[n] > fromMm && distances[n] <= toMm ? 1 : 0;
            }
        }

        return shell;
    }

    private static IEnumerable<Structure> WithRole(IReadOnlyList<Structure> drawn, StructureRole role) =>
        drawn.Where(structure => structure.Role == role && !structure.IsDerived);
}

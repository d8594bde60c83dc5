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

    /// <summary>The union of fields, on the finest of their grids (the first of equals), extended where another reaches beyond it.</summary>
    internal static CoverageField Union(IReadOnlyList<CoverageField> fields)
    {
        VoxelGrid grid = fields.MinBy(field => field.Grid.VoxelVolumeMl)!.Grid;
        CoverageField[] onGrid = [.. fields.Select(field => field.Onto(grid))];
        CoverageField union = onGrid[0].Within(onGrid.Aggregate(default(IndexBox), (box, field) => box.Union(field.Box)));
        foreach (CoverageField field in onGrid.Skip(1))
        {
            union.Combine(field, Math.Max);
        }

        return union;
    }

    private static CoverageField Without(CoverageField region, IReadOnlyList<CoverageField> tumors)
    {
        CoverageField rest = region.Within(region.Box);
        foreach (CoverageField tumor in tumors)
        {
            rest.Remove(tumor.Onto(region.Grid));
        }

        return rest;
    }

    private static IEnumerable<Structure> WithRole(IReadOnlyList<Structure> drawn, StructureRole role) =>
        drawn.Where(structure => structure.Role == role && !structure.IsDerived);
}

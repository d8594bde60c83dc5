using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Reports;

/// <summary>Roles as the words of --role.</summary>
internal static class RoleWord
{
    internal static string Of(StructureRole role) => role switch
    {
        StructureRole.Other => "other",
        StructureRole.Tumor => "tumor",
        StructureRole.Liver => "liver",
        StructureRole.NormalLiver => "normal-liver",
        StructureRole.Perfused => "perfused",
        StructureRole.Lung => "lung",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Reports;

/// <summary>Roles as the words of --role.</summary>
internal static class RoleWord
{
    /// <summary>Every word.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<StructureRole>().Select(Of)];

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

    /// <summary>The role that a word means; null where it is none of them.</summary>
    internal static StructureRole? TryParse(string word) =>
        Enum.GetValues<StructureRole>().Cast<StructureRole?>().FirstOrDefault(role => Of(role!.Value) == word);
}

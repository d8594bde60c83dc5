using System.Text.RegularExpressions;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Host.Io;

/// <summary>
/// The role that a structure's name gives it. Only whole names count, never parts of them: "Tumor 1" is a tumour, "Tumor bed" and
/// "Liver vessels" are not. Case does not matter, underscores and hyphens count as spaces; tumours and perfused volumes may carry
/// a number or one letter at the end. Everything else is <see cref="StructureRole.Other"/> until the user says otherwise.
/// </summary>
internal static partial class StructureRoles
{
    private static readonly Dictionary<string, StructureRole> Names = new(StringComparer.Ordinal)
    {
        ["liver"] = StructureRole.Liver,
        ["whole liver"] = StructureRole.Liver,
        ["normal liver"] = StructureRole.NormalLiver,
        ["normal liver tissue"] = StructureRole.NormalLiver,
        ["normal tissue"] = StructureRole.NormalLiver,
        ["healthy liver"] = StructureRole.NormalLiver,
        ["non tumor liver"] = StructureRole.NormalLiver,
        ["non tumour liver"] = StructureRole.NormalLiver,
        ["lung"] = StructureRole.Lung,
        ["lungs"] = StructureRole.Lung,
        ["left lung"] = StructureRole.Lung,
        ["right lung"] = StructureRole.Lung,
        ["lung left"] = StructureRole.Lung,
        ["lung right"] = StructureRole.Lung,
        ["lung upper lobe left"] = StructureRole.Lung,
        ["lung lower lobe left"] = StructureRole.Lung,
        ["lung upper lobe right"] = StructureRole.Lung,
        ["lung middle lobe right"] = StructureRole.Lung,
        ["lung lower lobe right"] = StructureRole.Lung,
    };

    private static readonly Dictionary<string, StructureRole> NumberedNames = new(StringComparer.Ordinal)
    {
        ["tumor"] = StructureRole.Tumor,
        ["tumour"] = StructureRole.Tumor,
        ["tumors"] = StructureRole.Tumor,
        ["tumours"] = StructureRole.Tumor,
        ["liver tumor"] = StructureRole.Tumor,
        ["liver tumour"] = StructureRole.Tumor,
        ["lesion"] = StructureRole.Tumor,
        ["liver lesion"] = StructureRole.Tumor,
        ["perfused"] = StructureRole.Perfused,
        ["perfused volume"] = StructureRole.Perfused,
        ["perfused liver"] = StructureRole.Perfused,
        ["perfused territory"] = StructureRole.Perfused,
        ["treated volume"] = StructureRole.Perfused,
    };

    internal static StructureRole FromName(string name)
    {
        string plain = Separators().Replace(name.Trim(), " ").ToLowerInvariant();
        return Names.TryGetValue(plain, out StructureRole role) || NumberedNames.TryGetValue(Number().Replace(plain, ""), out role)
            ? role
            : StructureRole.Other;
    }

    [GeneratedRegex(@"[\s_-]+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"( ?\d{1,4}| [a-z])$")]
    private static partial Regex Number();
}

using System.Text.RegularExpressions;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>The isotope that a radiopharmaceutical item names, as element and mass number ("Y-90").</summary>
internal static partial class DicomIsotopeName
{
    // CID 4020 and CID 18 of PS3.16 in SNOMED CT, and the SRT codes of earlier editions.
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["14691008"] = "Y-90",
        ["C-162A7"] = "Y-90",
        ["10738001"] = "Y-86",
        ["C-162A3"] = "Y-86",
        ["77004003"] = "F-18",
        ["C-111A1"] = "F-18",
        ["35337001"] = "Ga-68",
        ["C-131A3"] = "Ga-68",
        ["53315004"] = "Ge-68",
        ["C-128A2"] = "Ge-68",
        ["3932008"] = "Cu-64",
        ["C-127A2"] = "Cu-64",
        ["63360001"] = "Zr-89",
        ["C-168A4"] = "Zr-89",
        ["40937006"] = "I-124",
        ["C-114A5"] = "I-124",
        ["40565003"] = "C-11",
        ["C-105A1"] = "C-11",
        ["21576001"] = "N-13",
        ["C-107A1"] = "N-13",
        ["129504001"] = "O-15",
        ["C-B1038"] = "O-15",
        ["79197006"] = "Rb-82",
        ["C-159A2"] = "Rb-82",
        ["71633006"] = "Na-22",
        ["C-155A1"] = "Na-22",
        ["72454006"] = "Tc-99m",
        ["C-163A8"] = "Tc-99m",
    };

    private static readonly Dictionary<string, string> Symbols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Yttrium"] = "Y",
        ["Fluorine"] = "F",
        ["Gallium"] = "Ga",
        ["Germanium"] = "Ge",
        ["Copper"] = "Cu",
        ["Zirconium"] = "Zr",
        ["Iodine"] = "I",
        ["Carbon"] = "C",
        ["Nitrogen"] = "N",
        ["Oxygen"] = "O",
        ["Rubidium"] = "Rb",
        ["Sodium"] = "Na",
        ["Technetium"] = "Tc",
        ["Holmium"] = "Ho",
        ["Phosphorus"] = "P",
        ["Lutetium"] = "Lu",
        ["Indium"] = "In",
        ["Scandium"] = "Sc",
        ["Terbium"] = "Tb",
        ["Manganese"] = "Mn",
    };

    /// <summary>The isotope; the header's own words where they fit no pattern; null where it names none.</summary>
    internal static string? Read(DicomDataset pharmaceutical)
    {
        DicomDataset? code = pharmaceutical.GetFirstItem(DicomTag.RadionuclideCodeSequence);
        string? meaning = code?.TryGetText(DicomTag.CodeMeaning);
        string? fromMeaning = meaning is null ? null : TryParse(meaning);
        string? fromCode = code?.TryGetText(DicomTag.CodeValue) is { } value ? Codes.GetValueOrDefault(value) : null;
        if (fromCode is not null && fromMeaning is not null && fromCode != fromMeaning)
        {
            throw code!.Wrong(DicomTag.CodeMeaning, $"'{meaning}'", $"the isotope of code {code!.TryGetText(DicomTag.CodeValue)}, which is {fromCode}");
        }

        string? fromDrug = pharmaceutical.TryGetText(DicomTag.Radiopharmaceutical) is { } drug ? TryParse(drug) : null;
        return fromCode ?? fromMeaning ?? meaning ?? fromDrug;
    }

    /// <summary>Reads "^90^Yttrium", "90Y", "Y-90", "Y90", "Yttrium-90", "99mTc" and their like.</summary>
    internal static string? TryParse(string text)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            string element = match.Groups["after"].Success ? match.Groups["after"].Value : match.Groups["before"].Value;
            string mass = match.Groups["mass1"].Success ? match.Groups["mass1"].Value : match.Groups["mass2"].Value;
            string? symbol = Symbols.TryGetValue(element, out string? known) ? known
                : Symbols.Values.FirstOrDefault(candidate => candidate.Equals(element, StringComparison.OrdinalIgnoreCase));
            if (symbol is not null)
            {
                return $"{symbol}-{mass.ToLowerInvariant()}";
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?<mass1>\d{2,3}m?)\W*(?<after>[A-Za-z]{1,10})\b|\b(?<before>[A-Za-z]{1,10})\W*(?<mass2>\d{2,3}m?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

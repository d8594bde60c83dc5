using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Quantification;

/// <summary>
/// Holds the isotope that the scanner was set to against the one that was imaged. A scanner without an entry for 90Y is often set to
/// another positron emitter; its values then carry that isotope's branching and decay.
/// </summary>
internal sealed record DicomIsotopeRule
{
    // Printed half-lives of one nuclide differ by up to half a percent (64.0 to 64.2 h for 90Y), its branching by ten (3.0e-5 to 3.4e-5).
    private const double HalfLifeTolerance = 0.01;
    private const double BranchingTolerance = 0.12;

    /// <summary>Half-life that the scanner's decay correction used, s.</summary>
    public required double ScannerHalfLifeS { get; init; }

    /// <summary>True where the scanner's decay correction is that of the imaged isotope.</summary>
    public required bool IsImagedIsotope { get; init; }

    /// <summary>Factor for the branching: scanner's over true; 1 where they agree.</summary>
    public double BranchingFactor { get; init; } = 1;

    /// <summary>What was corrected, in words; null where nothing was.</summary>
    public string? Rule { get; init; }

    /// <summary>Decides.</summary>
    /// <exception cref="InvalidInputException">The header names another isotope and the user does not settle it.</exception>
    internal static DicomIsotopeRule Resolve(
        DicomImageFacts facts, DicomStatements said, ScannerIsotope imaged, bool isAbsolute, List<Warning> warnings)
    {
        List<string> mismatches = Mismatches(facts, imaged);
        var unchanged = new DicomIsotopeRule { ScannerHalfLifeS = imaged.HalfLifeS, IsImagedIsotope = true };
        if (mismatches.Count == 0)
        {
            if (facts is { Isotope: null, HalfLifeS: null })
            {
                warnings.Add(new("isotope-not-told",
                    $"the header names no isotope; the values are taken for {imaged.Name}, branching and decay included"));
            }

            return unchanged;
        }

        string found = string.Join(", ", mismatches);
        if (said.ScannerIsotope is not { } name)
        {
            throw new InvalidInputException(
                $"{facts.Source}: the header gives {found}; expected {imaged.Name} (half-life {imaged.HalfLifeS:0} s" +
                (facts.Modality == "PT" ? $", positron fraction {imaged.PositronFraction:g4}" : "") +
                $"). If the scanner was set to another isotope, name it: --scanner-isotope {facts.Isotope ?? "NAME"} corrects its branching and decay; " +
                $"if the values are right for {imaged.Name} and only the header is wrong, --scanner-isotope {imaged.Name} takes them as they are");
        }

        if (SameName(name, imaged.Name))
        {
            warnings.Add(new("scanner-isotope-header-overridden",
                $"the header gives {found}; by --scanner-isotope {name} the values are taken for {imaged.Name} as they stand, nothing is corrected"));
            return unchanged;
        }

        return Correct(facts, name, imaged, found, isAbsolute, warnings);
    }

    private static DicomIsotopeRule Correct(
        DicomImageFacts facts, string name, ScannerIsotope imaged, string found, bool isAbsolute, List<Warning> warnings)
    {
        ScannerIsotope? scanner = ScannerIsotope.Find(name);
        bool isNamed = facts.Isotope is not null && SameName(name, facts.Isotope);
        bool fitsHalfLife = scanner is not null && facts.HalfLifeS is { } told && Near(told, scanner.HalfLifeS, HalfLifeTolerance);
        if (!isNamed && !fitsHalfLife)
        {
            throw new InvalidInputException(
                $"{facts.Source}: --scanner-isotope {name} contradicts the header, which gives {found}; name the isotope of the header, or {imaged.Name} where the header is wrong");
        }

        double halfLifeS = facts.HalfLifeS ?? scanner?.HalfLifeS ?? throw new InvalidInputException(
            $"{facts.Source}: RadionuclideHalfLife (0018,1075) is absent and no half-life of {name} is known; the scanner's decay correction cannot be undone");
        var rule = new DicomIsotopeRule { ScannerHalfLifeS = halfLifeS, IsImagedIsotope = false };
        string text = $"scanner set to {name} (half-life {halfLifeS:g6} s)";
        if (facts.Modality == "PT")
        {
            double? fraction = facts.PositronFraction ?? scanner?.PositronFraction;
            if (fraction is null && isAbsolute)
            {
                throw new InvalidInputException(
                    $"{facts.Source}: RadionuclidePositronFraction (0018,1076) is absent and none of {name} is known well enough; give --calibration relative");
            }

            double truth = imaged.PositronFraction ?? throw new InvalidInputException($"{facts.Source}: {imaged.Name} emits no positrons that are known here; a PET image of it cannot be corrected");
            rule = rule with { BranchingFactor = fraction is { } f ? f / truth : 1 };
            text += $", values multiplied by its positron fraction {fraction:g5} over {truth:g4} of {imaged.Name}";
        }

        warnings.Add(new("scanner-isotope-corrected", $"{text}; its decay correction is replaced by that of {imaged.Name}"));
        return rule with { Rule = text };
    }

    private static List<string> Mismatches(DicomImageFacts facts, ScannerIsotope imaged)
    {
        var found = new List<string>();
        if (facts.Isotope is { } isotope && !SameName(isotope, imaged.Name))
        {
            found.Add($"isotope {isotope}");
        }

        if (facts.HalfLifeS is { } told && !Near(told, imaged.HalfLifeS, HalfLifeTolerance))
        {
            found.Add($"half-life {told:g6} s (0018,1075)");
        }

        if (facts.Modality == "PT" && facts.PositronFraction is { } branching && imaged.PositronFraction is { } expected && !Near(branching, expected, BranchingTolerance))
        {
            found.Add($"positron fraction {branching:g5} (0018,1076)");
        }

        return found;
    }

    private static bool SameName(string a, string b) => a.Trim().Equals(b, StringComparison.OrdinalIgnoreCase);

    private static bool Near(double value, double expected, double tolerance) => Math.Abs(value - expected) <= tolerance * expected;
}

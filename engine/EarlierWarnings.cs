using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine;

/// <summary>Warnings about earlier treatments and outcome models.</summary>
internal static class EarlierWarnings
{
    /// <summary>Refuses mean doses that could not be summed, before anything is computed.</summary>
    /// <exception cref="InvalidInputException">A mean dose names no structure, or one whose tissue has no parameters.</exception>
    internal static void CheckNames(DoseRequest request, IReadOnlyList<Structure> structures, Func<Structure, RadiobiologyParameters?> radiobiologyOf)
    {
        string[] unmatched =
        [
            .. request.EarlierTreatments.SelectMany(treatment => treatment.MeansGy.Keys).Distinct()
                .Where(name => !structures.Any(structure => structure.Name == name)),
        ];
        if (unmatched.Length > 0)
        {
            throw new InvalidInputException(
                $"an earlier mean dose is told for '{string.Join("', '", unmatched)}', but no structure has that name; structures: {string.Join(", ", structures.Select(s => s.Name))}.{NearestName.Hint(unmatched.First(), structures.Select(s => s.Name))}");
        }

        if (structures.FirstOrDefault(s => radiobiologyOf(s) is null && request.EarlierTreatments.Any(t => t.MeansGy.ContainsKey(s.Name))) is { } unknown)
        {
            throw new InvalidInputException(
                $"an earlier mean dose is told for '{unknown.Name}', but BED needs radiobiological parameters, and none are known for its role; give --radiobiology ROLE=ALPHA/BETA,REPAIR_H");
        }
    }

    internal static IEnumerable<Warning> Of(DoseRequest request, IReadOnlyList<StructureResult> structures)
    {
        if (request.EarlierTreatments.Count > 0 || request.EarlierLungDoseGy is not null)
        {
            yield return new("retreatment",
                $"treated before ({string.Join(", ", request.EarlierTreatments.Select(t => t.Label).DefaultIfEmpty("lung dose alone told"))}): BED is summed with full repair in between and nothing forgotten; " +
                "limits on absorbed dose are held against this treatment alone, and published limits are for livers not treated before");
        }

        string method = request.Methods[0].Id();
        string[] incomplete =
        [
            .. structures.Select(s => (s.Name, Sum: s.Dose.GetValueOrDefault(method)?.Cumulative))
                .Where(s => s.Sum is { IsComplete: false })
                .Select(s => $"{s.Name} ({string.Join(", ", s.Sum!.Earlier.Select(part => $"{part.Label} {100 * part.CoveredFraction:f1} %"))})"),
        ];
        if (incomplete.Length > 0)
        {
            yield return new("earlier-dose-incomplete",
                $"an earlier dose is not known in all of these structures, so that their sums in BED are lower bounds (share where it is known): {string.Join("; ", incomplete)}");
        }

        if (request.OutcomeModels.Count > 0)
        {
            yield return new("outcome-model",
                $"probabilities by {string.Join(", ", request.OutcomeModels.Select(model => model.Name))} hold for the device, disease, endpoint and dose method that the models were fitted to; " +
                "that this case is one of those is the reader's to judge");
        }
    }
}

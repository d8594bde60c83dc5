using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;

namespace VoxelDose.Engine;

/// <summary>Warnings about earlier treatments and outcome models.</summary>
internal static class EarlierWarnings
{
    /// <summary>Refuses mean doses of structures that are not there, before anything is computed.</summary>
    /// <exception cref="InvalidInputException">A mean dose names no structure.</exception>
    internal static void CheckNames(DoseRequest request, IReadOnlyList<Structure> structures)
    {
        string[] unmatched =
        [
            .. request.EarlierTreatments.SelectMany(treatment => treatment.MeansGy.Keys).Distinct()
                .Where(name => !structures.Any(structure => structure.Name == name)),
        ];
        if (unmatched.Length > 0)
        {
            throw new InvalidInputException(
                $"an earlier mean dose is told for '{string.Join("', '", unmatched)}', but no structure has that name; structures: {string.Join(", ", structures.Select(s => s.Name))}");
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

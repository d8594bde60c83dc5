using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Batch.Cohort;

/// <summary>A row of the cohort table: one structure of one case by one method.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Document">What the case says.</param>
/// <param name="Structure">The structure; null where the case has none.</param>
/// <param name="Method">Id of the method.</param>
/// <param name="Dose">The structure's dose by it; null without a structure.</param>
internal sealed record CohortRow(string Case, ResultsDocument Document, StructureResult? Structure, string Method, DoseStatistics? Dose)
{
    /// <summary>Rows of a case: structures in its order, methods in its order; a case without structures has a row for each method.</summary>
    internal static IEnumerable<CohortRow> Of(string id, ResultsDocument document) => document.Structures.Count == 0
        ? document.Methods.Select(method => new CohortRow(id, document, null, method.Id, null))
        : document.Structures.SelectMany(structure => structure.Dose.Select(dose => new CohortRow(id, document, structure, dose.Key, dose.Value)));
}

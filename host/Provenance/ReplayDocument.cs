namespace VoxelDose.Host.Provenance;

/// <summary>What a replay found.</summary>
/// <param name="Replayed">The results.json that was replayed.</param>
/// <param name="BitsAgree">True where every dose and the results are the same bits.</param>
/// <param name="Doses">Each dose's hash, then and now; null where one of the two runs has none.</param>
/// <param name="Results">Hash of the canonical form of results.json, then and now.</param>
/// <param name="Notes">What differs between the two runs beside their results: program, tables, device.</param>
internal sealed record ReplayDocument(string Replayed, bool BitsAgree, IReadOnlyList<ReplayHash> Doses, ReplayHash Results, IReadOnlyList<string> Notes);

/// <summary>A hash then and now.</summary>
internal sealed record ReplayHash(string Of, string? Expected, string? Found)
{
    /// <summary>True where they are the same.</summary>
    public bool Agrees => Expected is not null && Expected == Found;
}

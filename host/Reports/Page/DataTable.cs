namespace VoxelDose.Host.Reports.Page;

/// <summary>A table of the report; the first column heads its row.</summary>
/// <param name="Id">Id on the page.</param>
/// <param name="Caption">Caption.</param>
/// <param name="Head">Heads of the columns.</param>
/// <param name="Rows">Cells, as many as heads in each row.</param>
internal sealed record DataTable(string Id, string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);

namespace VoxelDose.Host.Reports;

/// <summary>What a run needs to be done again, and what tells whether it came out the same; docs/provenance.md defines the hashes.</summary>
/// <param name="Given">Each option that was given, as written, by its flag name; without those that say where to write and how many threads.</param>
/// <param name="OptionsSha256">Of the canonical form of the options in force.</param>
/// <param name="Tables">The program's own data.</param>
/// <param name="Doses">Of the dose voxels, by method.</param>
/// <param name="ResultsSha256">Of the canonical form of this document; null while it is made.</param>
internal sealed record ProvenanceInfo(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Given,
    string OptionsSha256,
    IReadOnlyList<TableInfo> Tables,
    IReadOnlyList<DoseHash> Doses,
    string? ResultsSha256);

/// <summary>A data file of the program; Name is its path below data/.</summary>
internal sealed record TableInfo(string Name, string Sha256);

/// <summary>The voxels of a dose: float32, little-endian, x fastest.</summary>
internal sealed record DoseHash(string Method, string Sha256);

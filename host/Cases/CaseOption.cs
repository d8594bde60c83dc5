namespace VoxelDose.Host.Cases;

/// <summary>An option that may stand on the command line (--name) and in a case file ("name").</summary>
/// <param name="Name">Name without dashes.</param>
/// <param name="Help">One line for --help.</param>
/// <param name="Kind">What its values look like.</param>
/// <param name="IsRepeatable">True where it may be given more than once.</param>
/// <param name="Words">Allowed words, lower case; null for anything. For a name or path: the names.</param>
internal sealed record CaseOption(
    string Name, string Help, CaseOptionKind Kind = CaseOptionKind.Text, bool IsRepeatable = false, IReadOnlyList<string>? Words = null);

namespace VoxelDose.Host.Reports;

/// <summary>A structure's name with the mark of what the program derived.</summary>
internal static class StructureLabel
{
    private const string Mark = "(derived)";

    internal static string Of(string name, bool derived) =>
        derived && !name.Contains(Mark, StringComparison.OrdinalIgnoreCase) ? $"{name} {Mark}" : name;
}

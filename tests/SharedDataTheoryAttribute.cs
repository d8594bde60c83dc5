namespace VoxelDose.Tests;

/// <summary>A theory that needs shared data; where that is absent it skips, saying so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(params string[] relativePaths)
    {
        string? missing = relativePaths.FirstOrDefault(path => SharedData.TryPath(path) is null);
        if (missing is not null)
        {
            Skip = $"shared data '{missing}' is not beside this checkout";
        }
    }
}

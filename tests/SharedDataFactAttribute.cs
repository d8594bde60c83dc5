using VoxelDose.Tests.Host.Io.Dicom;

namespace VoxelDose.Tests;

/// <summary>A test that needs shared data; where that is absent it skips, saying so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(params string[] relativePaths)
    {
        string? missing = relativePaths.FirstOrDefault(path => SharedData.TryPath(path) is null);
        if (missing is not null)
        {
            Skip = $"shared data '{missing}' is not beside this checkout";
        }
    }

    /// <summary>A program that the test needs on the path besides.</summary>
    public string? Tool
    {
        get;
        set
        {
            field = value;
            if (value is not null && Skip is null && !ExternalTools.Has(value))
            {
                Skip = $"{value} is not on the path";
            }
        }
    }
}

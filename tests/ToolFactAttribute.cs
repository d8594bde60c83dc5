using VoxelDose.Tests.Host.Io.Dicom;

namespace VoxelDose.Tests;

/// <summary>A test that needs a program of the machine; skipped aloud where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program)
    {
        if (!ExternalTools.Has(program))
        {
            Skip = $"{program} is not installed";
        }
    }
}

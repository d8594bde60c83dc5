namespace VoxelDose.Engine.Errors;

/// <summary>A known device that was asked for is not there, ran out of memory or was lost; host turns it into exit code 4.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Makes the error.</summary>
    public DeviceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    public DeviceUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

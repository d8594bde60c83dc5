namespace VoxelDose.Engine.Errors;

/// <summary>
/// Input that is absent, broken, contradictory or not supported. The message says what (file, field), what was found, what was
/// expected and what to do; host turns it into exit code 3.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Makes the error.</summary>
    public InvalidInputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    public InvalidInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace VoxelDose.Engine.Errors;

/// <summary>
/// Input that is absent, broken, contradictory or not supported. The message says what (file, field), what was found, what was
/// expected and what to do; host turns it into exit code 3.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Makes the error.</summary>
    public InvalidInputException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    public InvalidInputException(string message, Exception innerException)
        : base(OneLine(message), innerException)
    {
    }

    /// <summary>Messages quote files, and end up on terminals and in logs: no line breaks, no control sequences.</summary>
    private static string OneLine(string message) =>
        message.Any(char.IsControl) ? string.Create(message.Length, message, (text, from) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        }) : message;
}

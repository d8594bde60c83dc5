using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.Batch;

/// <summary>Why a case has no results.</summary>
/// <param name="Id">The case.</param>
/// <param name="ExitCode">What `dose` would have returned.</param>
/// <param name="Error">What it would have said.</param>
/// <param name="Program">Digest of the program that failed.</param>
/// <param name="Options">Digest of the options with which it failed.</param>
internal sealed record CaseFailure(string Id, int ExitCode, string Error, string Program, string Options)
{
    internal static CaseFailure Of(string id, Exception error, string options)
    {
        ExitCode code = error switch
        {
            UsageException => Cli.ExitCode.WrongUsage,
            InvalidInputException => Cli.ExitCode.BadInput,
            DeviceUnavailableException => Cli.ExitCode.DeviceNotAvailable,
            _ => Cli.ExitCode.InternalFailure,
        };
        return new(id, (int)code, code == Cli.ExitCode.InternalFailure ? $"internal failure, please report it: {error}" : error.Message, ProgramFingerprint.Current, options);
    }

    internal void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, CaseStampContext.Default.CaseFailure));

    /// <summary>The failure in a file; null where there is none.</summary>
    internal static CaseFailure? TryRead(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, CaseStampContext.Default.CaseFailure);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.DicomWeb;

/// <summary>Credentials for DICOMweb, from a file that its owner alone can read or from the environment; no message ever holds them.</summary>
internal static class DicomWebCredentials
{
    private const int LargestBytes = 1 << 16;
    private const string Variables = "VOXELDOSE_DICOMWEB_";

    /// <summary>The Authorization header for a server; null where no credentials are given.</summary>
    /// <exception cref="InvalidInputException">The file is absent, open to others or no such JSON; or they would go out unencrypted.</exception>
    internal static AuthenticationHeaderValue? For(DicomWebServer server)
    {
        AuthenticationHeaderValue? header = server.CredentialsFile is { } file ? FromFile(file) : FromEnvironment();
        return header is not null && server.Address.Scheme != Uri.UriSchemeHttps && !server.Address.IsLoopback
            ? throw new InvalidInputException($"{server.Address}: credentials are not sent over http, where anyone on the way can read them; give an https address")
            : header;
    }

    private static AuthenticationHeaderValue? FromEnvironment()
    {
        string? Of(string name) => Environment.GetEnvironmentVariable(Variables + name) is { Length: > 0 } value ? value : null;
        return Header(Of("USER"), Of("PASSWORD"), Of("TOKEN"), $"the environment ({Variables}USER, _PASSWORD, _TOKEN)");
    }

    private static AuthenticationHeaderValue FromFile(string path)
    {
        string text = InputFile.ReadText(path, LargestBytes);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != 0)
        {
            throw new InvalidInputException($"--credentials {path}: others on this machine can read the file; do: chmod 600 {path}");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                fields[property.Name] = property.Value.GetString() ?? string.Empty;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The cause may quote the file.
            throw new InvalidInputException($"--credentials {path}: expected JSON like {{ \"user\": \"...\", \"password\": \"...\" }} or {{ \"token\": \"...\" }}");
        }

        return Header(fields.GetValueOrDefault("user"), fields.GetValueOrDefault("password"), fields.GetValueOrDefault("token"), $"--credentials {path}")
            ?? throw new InvalidInputException($"--credentials {path}: holds neither user and password nor token");
    }

    private static AuthenticationHeaderValue? Header(string? user, string? password, string? token, string origin)
    {
        if (token is not null && (user is not null || password is not null))
        {
            throw new InvalidInputException($"{origin}: holds a token and a user or password; give one or the other");
        }

        if (token is not null)
        {
            return token.Any(c => c is < '!' or > '~')
                ? throw new InvalidInputException($"{origin}: the token holds a character that a header cannot carry")
                : new("Bearer", token);
        }

        return (user, password) switch
        {
            (null, null) => null,
            ({ } name, { } secret) when !name.Contains(':', StringComparison.Ordinal) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}"))),
            ({ }, { }) => throw new InvalidInputException($"{origin}: a user name cannot hold a colon"),
            _ => throw new InvalidInputException($"{origin}: user and password belong together; one is missing"),
        };
    }
}

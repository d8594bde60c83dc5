using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.DicomWeb;

/// <summary>Sends what a finished run wrote.</summary>
internal static class StoredOutput
{
    /// <summary>Sends every DICOM file of an output folder, one request a file.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="folder">The output folder.</param>
    /// <param name="afterwards">What becomes of the results where the server does not take them, a sentence.</param>
    /// <param name="terminal">Where to tell it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InvalidInputException">The server did not take one; the message says which arrived.</exception>
    internal static void Send(DicomWebServer server, string folder, string afterwards, Terminal terminal, CancellationToken cancellation)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.dcm").Order(StringComparer.Ordinal)];
        var sent = new List<string>();
        try
        {
            using var client = new DicomWebClient(server, terminal);
            foreach (string file in files)
            {
                client.Store(file, cancellation).GetAwaiter().GetResult();
                sent.Add(Path.GetFileName(file));
            }
        }
        catch (InvalidInputException e)
        {
            string arrived = sent.Count == 0 ? "nothing was stored" : $"stored before that: {string.Join(", ", sent)}";
            throw new InvalidInputException($"--store: {e.Message}; {arrived}. {afterwards}", e);
        }

        terminal.Info($"stored at {server.Address}: {string.Join(", ", sent)}");
    }
}

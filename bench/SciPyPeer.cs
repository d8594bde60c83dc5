using System.Diagnostics;
using System.Text.Json;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench;

/// <summary>Times SciPy and, where they are installed, other tools in a child process: what users run today.</summary>
/// <param name="Versions">SciPy and NumPy.</param>
/// <param name="FftConvolve">scipy.signal.fftconvolve, defaults.</param>
/// <param name="CachedFft">The kernel's transform kept, a worker for each core.</param>
/// <param name="Fftw">FFTW with measured plans, the kernel's transform kept, a thread for each core; null where absent.</param>
/// <param name="Ndimage">scipy.ndimage.convolve, every entry of the kernel; null where it would take minutes.</param>
/// <param name="Torch">PyTorch's conv3d, on a GPU where it finds one; null where absent.</param>
/// <param name="Absent">Peers that could not run, and why.</param>
internal sealed record SciPyPeer(
    string Versions, Timing FftConvolve, Timing CachedFft, Timing? Fftw = null, Timing? Ndimage = null, Timing? Torch = null, IReadOnlyList<string>? Absent = null)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Runs the peer; null where Python has no SciPy.</summary>
    internal static SciPyPeer? Run(string python, Size3 size, Size3 radius, Size3? of, int runs)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "convolution.py");
        string[] arguments = [
            script, "--size", $"{size.X}", $"{size.Y}", $"{size.Z}", "--radius", $"{radius.X}", $"{radius.Y}", $"{radius.Z}", "--runs", $"{runs}", .. of is { } whole ? (string[])["--of", $"{whole.X}", $"{whole.Y}", $"{whole.Z}"] : []];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                Console.Error.WriteLine($"no SciPy figures: {errors.Result.Trim().Split('\n')[^1]}");
                return null;
            }

            return JsonSerializer.Deserialize<SciPyPeer>(output, Web);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine($"no SciPy figures: {python}: {e.Message}");
            return null;
        }
    }
}

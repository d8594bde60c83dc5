using SkiaSharp;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Reports.Drawing;

/// <summary>The native half of Skia, which is there for Linux with glibc, Windows and macOS; everything but figures and PDF works without.</summary>
internal static class SkiaLibrary
{
    /// <summary>Asks before anything is computed, so that a run does not end at its last step.</summary>
    /// <param name="option">The option that needs it.</param>
    /// <exception cref="InvalidInputException">The library cannot be loaded here.</exception>
    internal static void Require(string option)
    {
        try
        {
            _ = SKImageInfo.PlatformColorType;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new InvalidInputException(
                $"{option}: the library libSkiaSharp that draws figures cannot be loaded on this system ({Environment.OSVersion.Platform}, " +
                $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}): {e.GetBaseException().Message}. Leave the option out; all else works, and report.html prints", e);
        }
    }
}

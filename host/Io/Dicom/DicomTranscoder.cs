using System.Diagnostics;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Decompresses what is not decoded here through a tool of GDCM or DCMTK, where one is on the path: a child process with a time
/// limit, into a private folder that is removed whatever happens.
/// </summary>
internal static class DicomTranscoder
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>The same object, not compressed.</summary>
    /// <exception cref="InvalidInputException">No tool for the syntax is on the path, or all of them failed.</exception>
    internal static DicomFile Decompress(DicomFile file)
    {
        string[] tools = file.TransferSyntax.Codec switch
        {
            DicomCodec.Jpeg => ["dcmdjpeg", "gdcmconv"],
            DicomCodec.JpegLs => ["dcmdjpls", "gdcmconv"],
            DicomCodec.Jpeg2000 => ["gdcmconv"],
            _ => throw new InvalidInputException(
                $"{file.Source}: transfer syntax {file.TransferSyntax} is not supported; export the images uncompressed (Explicit VR Little Endian)"),
        };
        string advice = $"decompress it first: {(tools[0] == "gdcmconv" ? "gdcmconv --raw" : tools[0])} IN.dcm OUT.dcm";
        var failures = new List<string>();
        using var folder = new PrivateFolder();
        string input = DicomBlankUids.Complete(file, folder.FullName);
        foreach (string tool in tools)
        {
            string output = folder.PathOf($"{tool}.dcm");
            string? failure = Run(tool, input, output);
            if (failure is null)
            {
                DicomFile result = DicomFile.Parse(File.ReadAllBytes(output), file.Source);
                if (!result.TransferSyntax.IsEncapsulated)
                {
                    return result;
                }

                failure = $"{tool}: left the pixel data compressed";
            }

            failures.Add(failure);
        }

        throw new InvalidInputException(
            $"{file.Source}: transfer syntax {file.TransferSyntax} is not decoded by this program itself and no tool at hand did it ({string.Join("; ", failures)}); install gdcmconv (Debian: libgdcm-tools) or dcmtk, or {advice}");
    }

    /// <summary>Runs a tool; null where it succeeded, else the reason.</summary>
    private static string? Run(string tool, string input, string output)
    {
        var start = new ProcessStartInfo(tool) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        if (tool == "gdcmconv")
        {
            start.ArgumentList.Add("--raw");
        }

        start.ArgumentList.Add(input);
        start.ArgumentList.Add(output);
        try
        {
            using Process process = Process.Start(start) ?? throw new InvalidOperationException();
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> messages = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeLimit))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return $"{tool}: took longer than {TimeLimit.TotalSeconds:0} s";
            }

            Task.WaitAll(errors, messages);
            return process.ExitCode == 0 && File.Exists(output) ? null : $"{tool}: exit code {process.ExitCode} {FirstLine(errors.Result)}".TrimEnd();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{tool}: not on the path";
        }
    }

    private static string FirstLine(string text) => text.AsSpan().Trim().ToString().Split('\n')[0];
}

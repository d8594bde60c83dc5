using System.Diagnostics;

namespace VoxelDose.Tests;

/// <summary>The program in a process of its own, where a test has to hear all that it says: the console of this process belongs to all tests at once.</summary>
internal static class ProgramProcess
{
    internal static (int ExitCode, string Output, string Error) Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "voxeldose.dll"));
        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        string error = "";
        var reader = new Thread(() => error = process.StandardError.ReadToEnd());
        reader.Start();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        reader.Join();
        return (process.ExitCode, output, error);
    }
}

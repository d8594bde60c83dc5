using System.Reflection;

namespace VoxelDose.Tests.Host.Privacy;

/// <summary>Nothing in the program speaks to a network but the DICOMweb client, which does when an address is given.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void Sources_OutsideDicomWeb_UseNoNetwork()
    {
        string[] words = ["System.Net.", "HttpClient", "TcpClient", "UdpClient", "WebRequest", "Socket(", "Dns."];
        string[] found =
        [
            .. new[] { "host", "engine", "kernels" }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
                .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "DicomWeb"))
                .Where(path => File.ReadLines(path).Any(line => words.Any(word => line.Contains(word, StringComparison.Ordinal)))),
        ];
        Assert.Empty(found);
    }

    [Fact]
    public void EngineAndKernels_ReferToNoNetworkAssembly()
    {
        foreach (string name in new[] { "VoxelDose.Engine", "VoxelDose.Kernels" })
        {
            Assert.DoesNotContain(Assembly.Load(name).GetReferencedAssemblies(), a => a.Name!.StartsWith("System.Net", StringComparison.Ordinal));
        }
    }
}

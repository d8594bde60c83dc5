using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.DicomWeb;

namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>What is refused before anything is sent.</summary>
public sealed class DicomWebOptionsTests
{
    [Theory]
    [InlineData("--from needs --study", "from", "https://pacs.example/dicom-web")]
    [InlineData("give --from URL", "study", "1.2.3")]
    [InlineData("give --from URL", "series", "1.2.3")]
    [InlineData("user or password", "from", "https://me:word@pacs.example/dicom-web", "study", "1.2.3")]
    [InlineData("an address such as", "from", "pacs.example", "study", "1.2.3")]
    [InlineData("an address such as", "from", "ftp://pacs.example", "study", "1.2.3")]
    [InlineData("a DICOM UID", "from", "https://pacs.example", "study", "../../etc")]
    [InlineData("needs --out", "store", "https://pacs.example", "activity", "pet.nrrd")]
    [InlineData("give --from or --store", "credentials", "file.json", "activity", "pet.nrrd")]
    public void Bind_WithoutSense_SaysWhatIsMissing(string because, params string[] options)
    {
        Dictionary<string, RawValue> values = options.Chunk(2).ToDictionary(pair => pair[0], pair => new RawValue([pair[1]], "--" + pair[0], false));
        string message = Assert.Throws<UsageException>(() => DoseCaseBinder.Bind(new(DoseOptions.All, values))).Message;
        Assert.Contains(because.Replace("--from needs", "--from URL needs", StringComparison.Ordinal), message, StringComparison.Ordinal);
        Assert.DoesNotContain("word@", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"user\": \"a\", \"password\": \"b\" }", "http://pacs.example", "not sent over http")]
    [InlineData("{ \"user\": \"a\" }", "https://pacs.example", "one is missing")]
    [InlineData("{ \"user\": \"a\", \"password\": \"b\", \"token\": \"c\" }", "https://pacs.example", "one or the other")]
    [InlineData("{ \"token\": \"c\\u000ad\" }", "https://pacs.example", "a header cannot carry")]
    [InlineData("{ }", "https://pacs.example", "neither user and password nor token")]
    [InlineData("hunter2", "https://pacs.example", "expected JSON")]
    public void Credentials_ThatCannotServe_AreRefusedWithoutBeingTold(string json, string address, string because)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("credentials.json", json);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        }

        string message = Assert.Throws<InvalidInputException>(() => DicomWebCredentials.For(Server(address, path))).Message;
        Assert.Contains(because, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_ThatOthersCanRead_AreRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // other rights there
        }

        using var folder = new TemporaryFolder();
        string path = folder.Write("credentials.json", "{ \"token\": \"c\" }");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<InvalidInputException>(() => DicomWebCredentials.For(Server("https://pacs.example", path))).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.Equal("Bearer c", DicomWebCredentials.For(Server("https://pacs.example", path))?.ToString());
    }

    [Fact]
    public async Task Server_WithACertificateOfNoAuthority_IsRefused()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task served = Serve(listener, certificate);
        using var client = new DicomWebClient(Server($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", null), new(Verbosity.Quiet));
        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => client.FindSeries("1.2.3", default));
        Assert.Contains("no trusted connection", e.Message, StringComparison.Ordinal);
        await served;
    }

    private static async Task Serve(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(peer.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[1]); // the client sends nothing to a server that it does not trust
            Assert.Fail("a request went to a server that is not trusted");
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client hung up.
        }
    }

    private static DicomWebServer Server(string address, string? credentials) => new(new(address), credentials, TimeSpan.FromSeconds(10), 1_000_000);
}

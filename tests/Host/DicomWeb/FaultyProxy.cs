using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>Stands before a DICOMweb service, passes requests on, and damages the answers in one way.</summary>
internal sealed class FaultyProxy(string upstream, Fault fault) : LoopbackServer
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly CancellationTokenSource _ended = new();

    internal string Address => $"http://127.0.0.1:{Port}{new Uri(upstream).AbsolutePath}";

    /// <summary>Requests so far.</summary>
    internal int Requests { get; private set; }

    public override void Dispose()
    {
        _ended.Cancel();
        base.Dispose();
        _http.Dispose();
        _ended.Dispose();
    }

    protected override async Task Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        Requests++;
        if (fault == Fault.FailsAlways || (fault == Fault.FailsTwice && Requests % 3 != 0))
        {
            response.AddHeader("Retry-After", "0");
            await Send(response, 500, "text/plain", "no"u8.ToArray());
            return;
        }

        if (fault == Fault.Redirects)
        {
            response.RedirectLocation = "http://elsewhere.invalid/";
            await Send(response, 302, "text/plain", []);
            return;
        }

        (int status, string type, byte[] body) = await Pass(request);
        bool isObjects = type.StartsWith("multipart", StringComparison.Ordinal);
        switch (fault)
        {
            case Fault.StoppedMidTransfer when isObjects:
                response.StatusCode = status;
                response.ContentType = type;
                response.ContentLength64 = body.Length;
                await response.OutputStream.WriteAsync(body.AsMemory(0, body.Length / 2));
                await response.OutputStream.FlushAsync();
                response.Abort();
                return;
            case Fault.TruncatedMultipart when isObjects:
                body = body[..(body.Length / 2)];
                break;
            case Fault.MissingObject when isObjects:
                body = WithoutLastPart(body, type);
                break;
            case Fault.WrongContentType when isObjects:
                (type, body) = ("text/html", "<html>log in</html>"u8.ToArray());
                break;
            case Fault.FallsSilent when isObjects:
                await Task.Delay(TimeSpan.FromSeconds(30), _ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                response.Abort();
                return;
            case Fault.ForgetsToConfirm when request.HttpMethod == "POST":
                body = "{}"u8.ToArray();
                break;
            case Fault.RefusesObjects when request.HttpMethod == "POST":
                body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("00081199", "00081198", StringComparison.Ordinal));
                break;
            default:
                break;
        }

        await Send(response, status, type, body);
    }

    private static byte[] WithoutLastPart(byte[] body, string type)
    {
        string boundary = MediaTypeHeaderValue.Parse(type).Parameters.Single(p => p.Name == "boundary").Value!.Trim('"');
        byte[] mark = Encoding.ASCII.GetBytes($"--{boundary}");
        int end = body.AsSpan().LastIndexOf(mark);
        int last = body.AsSpan(0, end).LastIndexOf(mark);
        return [.. body.AsSpan(0, last), .. body.AsSpan(end)];
    }

    private async Task<(int Status, string Type, byte[] Body)> Pass(HttpListenerRequest request)
    {
        using var onward = new HttpRequestMessage(new(request.HttpMethod), new Uri(new(upstream), request.RawUrl));
        foreach (string name in new[] { "Accept", "Authorization" })
        {
            if (request.Headers[name] is { } value)
            {
                onward.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.HasEntityBody)
        {
            using var body = new MemoryStream();
            await request.InputStream.CopyToAsync(body);
            onward.Content = new ByteArrayContent(body.ToArray());
            onward.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        using HttpResponseMessage answer = await _http.SendAsync(onward);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString() ?? "text/plain", await answer.Content.ReadAsByteArrayAsync());
    }
}

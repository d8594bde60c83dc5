using System.Net;
using System.Net.Sockets;

namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>A web server on loopback for one test: answers each request by a function.</summary>
internal abstract class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    protected LoopbackServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _loop = Task.Run(Loop);
    }

    internal int Port { get; }

    public virtual void Dispose()
    {
        _listener.Abort();
        _loop.Wait();
    }

    protected abstract Task Answer(HttpListenerRequest request, HttpListenerResponse response);

    protected static async Task Send(HttpListenerResponse response, int status, string type, byte[] body)
    {
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }

    private async Task Loop()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                await Answer(context.Request, context.Response);
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The client has gone, as some tests want it to.
            }
        }
    }
}

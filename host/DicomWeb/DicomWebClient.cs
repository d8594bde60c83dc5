using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Host.DicomWeb;

/// <summary>
/// Queries (QIDO-RS), retrieves (WADO-RS) and stores (STOW-RS) by PS3.18. Certificates are checked, redirects are not followed, an answer with a 5xx status is
/// asked for again a few times; everything else that is not as it should be ends with an error, and what was received of it is not used.
/// </summary>
internal sealed class DicomWebClient : IDisposable
{
    private const int Attempts = 4;
    private const int QueryPage = 1000;
    private const long LargestQueryBytes = 64_000_000;
    private const string DicomType = "application/dicom";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Slowest upload that is waited for, bytes a second.</summary>
    private const double SlowestUpload = 100_000;

    private readonly DicomWebServer _server;
    private readonly HttpClient _http;
    private readonly Terminal _terminal;
    private long _bytesTaken;

    internal DicomWebClient(DicomWebServer server, Terminal terminal)
    {
        _server = server;
        _terminal = terminal;
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = server.Silence,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = DicomWebCredentials.For(server);
        _http.DefaultRequestHeaders.UserAgent.Add(new("VoxelDose", SoftwareVersion.Current.Version));
    }

    /// <summary>The series of a study, in the order of their UIDs.</summary>
    internal async Task<IReadOnlyList<RemoteSeries>> FindSeries(string study, CancellationToken cancellation)
    {
        List<RemoteSeries> found = await Query(
            $"studies/{study}/series",
            (item, uri) => new RemoteSeries(
                DicomJson.Uid(item, DicomJson.SeriesInstanceUid, uri), DicomJson.Text(item, DicomJson.Modality) ?? "?", DicomJson.Text(item, DicomJson.SeriesDescription)),
            cancellation).ConfigureAwait(false);
        return found.Count > 0
            ? [.. found.DistinctBy(series => series.Uid).OrderBy(series => series.Uid, StringComparer.Ordinal)]
            : throw new InvalidInputException($"{_server.Address}: no study {study} there (or none of its series may be seen)");
    }

    /// <summary>Writes the objects of a series to a folder, a file each under its SOPInstanceUID; all of them or an error.</summary>
    internal async Task Retrieve(string study, RemoteSeries series, string folder, CancellationToken cancellation)
    {
        List<string> expected = await Query(
            $"studies/{study}/series/{series.Uid}/instances", (item, source) => DicomJson.Uid(item, DicomJson.SopInstanceUid, source), cancellation).ConfigureAwait(false);
        Uri uri = AddressOf($"studies/{study}/series/{series.Uid}");
        using HttpResponseMessage response = await Send(
            () => Get(uri, $"multipart/related; type=\"{DicomType}\"; transfer-syntax=*"), _server.Silence, cancellation).ConfigureAwait(false);
        RequireOk(response, uri);
        string? boundary = response.Content.Headers.ContentType is { MediaType: "multipart/related" } type
            ? type.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            throw WrongType(response, uri, "multipart/related with a boundary");
        }

        Directory.CreateDirectory(folder);
        using WatchedStream body = await Watch(response, uri, cancellation).ConfigureAwait(false);
        var reader = new MultipartReader(boundary, body) { BodyLengthLimit = null };
        var received = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation).ConfigureAwait(false) is { } part)
            {
                if (!MediaTypeHeaderValue.TryParse(part.ContentType, out MediaTypeHeaderValue? partType) || partType.MediaType != DicomType)
                {
                    throw new InvalidInputException($"{uri}: a part of the answer is of type '{part.ContentType ?? "none"}', expected {DicomType}");
                }

                received.Add(await SaveAsync(part.Body, folder, series, uri, cancellation).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InvalidInputException($"{uri}: the answer broke off or is malformed after {body.BytesRead} bytes: {e.Message}; nothing of it is used", e);
        }
        finally
        {
            _bytesTaken += body.BytesRead;
        }

        string[] missing = [.. expected.Where(uid => !received.Contains(uid))];
        if (missing.Length > 0)
        {
            throw new InvalidInputException($"{uri}: {missing.Length} of the {expected.Count} objects that the server lists are not in its answer, e.g. {missing[0]}; nothing of it is used");
        }
    }

    /// <summary>Sends one file and makes sure that the server says it has it.</summary>
    internal async Task Store(string path, CancellationToken cancellation)
    {
        Uri uri = AddressOf("studies");
        string uid = DicomFile.Open(path, headerOnly: true).Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID);
        TimeSpan limit = _server.Silence + TimeSpan.FromSeconds(new FileInfo(path).Length / SlowestUpload);
        using HttpResponseMessage response = await Send(() => StoreRequest(uri, path), limit, cancellation).ConfigureAwait(false);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Conflict))
        {
            RequireOk(response, uri);
        }

        using JsonDocument document = await ReadJson(response, uri, cancellation).ConfigureAwait(false);
        JsonElement answer = document.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 ? list[0] : document.RootElement;
        if (DicomJson.Items(answer, DicomJson.FailedSopSequence).FirstOrDefault(item => DicomJson.Text(item, DicomJson.ReferencedSopInstanceUid) == uid) is { ValueKind: JsonValueKind.Object } failed)
        {
            throw new InvalidInputException(
                $"{uri}: the server did not take {Path.GetFileName(path)}: failure reason {DicomJson.Text(failed, DicomJson.FailureReason) ?? "not given"} (PS3.18 table I.2-2)");
        }

        if (response.StatusCode == HttpStatusCode.Conflict ||
            !DicomJson.Items(answer, DicomJson.ReferencedSopSequence).Any(item => DicomJson.Text(item, DicomJson.ReferencedSopInstanceUid) == uid))
        {
            throw new InvalidInputException($"{uri}: the server answered {(int)response.StatusCode} without saying that it stored {Path.GetFileName(path)} ({uid}); look there before you send it again");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Get(Uri uri, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    private static HttpRequestMessage StoreRequest(Uri uri, string path)
    {
        var part = new StreamContent(File.OpenRead(path));
        part.Headers.ContentType = new(DicomType);
        var body = new MultipartContent("related") { part };
        body.Headers.ContentType!.Parameters.Add(new("type", $"\"{DicomType}\""));
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = body };
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom+json");
        return request;
    }

    /// <summary>Saves a part under its UID, after a look that it is what was asked for.</summary>
    private static async Task<string> SaveAsync(Stream part, string folder, RemoteSeries series, Uri uri, CancellationToken cancellation)
    {
        string unnamed = Path.Combine(folder, "incoming");
        await using (FileStream file = File.Create(unnamed))
        {
            await part.CopyToAsync(file, cancellation).ConfigureAwait(false);
        }

        DicomDataset header;
        try
        {
            header = DicomFile.Open(unnamed, headerOnly: true).Dataset;
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{uri}: a part of the answer is no whole DICOM object: {e.Message.Replace(unnamed, "it", StringComparison.Ordinal)}", e);
        }

        string? uid = header.TryGetText(DicomTag.SOPInstanceUID);
        string? own = header.TryGetText(DicomTag.SeriesInstanceUID);
        if (!DicomWebOptions.IsUid(uid) || own != series.Uid)
        {
            throw new InvalidInputException($"{uri}: the server sent an object of series '{own}', asked for {series.Uid}");
        }

        string path = Path.Combine(folder, $"{uid}.dcm");
        if (File.Exists(path))
        {
            throw new InvalidInputException($"{uri}: the server sent object {uid} twice");
        }

        File.Move(unnamed, path);
        return uid!;
    }

    private static void RequireOk(HttpResponseMessage response, Uri uri)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return;
        }

        int status = (int)response.StatusCode;
        throw new InvalidInputException(status switch
        {
            401 or 403 => $"{uri}: the server refuses access ({status}); give --credentials FILE or set VOXELDOSE_DICOMWEB_USER and _PASSWORD, or _TOKEN, to ones that may do this",
            404 => $"{uri}: not found (404); is the address that of the DICOMweb service, and the study there?",
            206 => $"{uri}: the server sent a part of the answer only (206); nothing of it is used",
            >= 300 and < 400 => $"{uri}: the server redirects ({status}) to {response.Headers.Location?.ToString() ?? "nowhere"}; redirects are not followed, give the final address",
            >= 500 => $"{uri}: the server failed ({status}), {Attempts} times in a row; look into its log, or try later",
            _ => $"{uri}: the server answered {status} {response.ReasonPhrase}, expected 200",
        });
    }

    private static InvalidInputException WrongType(HttpResponseMessage response, Uri uri, string expected) =>
        new($"{uri}: the answer is of type '{response.Content.Headers.ContentType?.ToString() ?? "none"}', expected {expected}; is the address that of a DICOMweb service?");

    private Uri AddressOf(string relative) => new($"{_server.Address.AbsoluteUri.TrimEnd('/')}/{relative}");

    /// <summary>All entries of a query, page by page: servers limit how many they send at once.</summary>
    private async Task<List<T>> Query<T>(string resource, Func<JsonElement, Uri, T> convert, CancellationToken cancellation)
    {
        var found = new List<T>();
        for (int page = QueryPage; page == QueryPage;)
        {
            Uri uri = AddressOf($"{resource}?limit={QueryPage}&offset={found.Count}");
            using HttpResponseMessage response = await Send(() => Get(uri, "application/dicom+json"), _server.Silence, cancellation).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                break;
            }

            RequireOk(response, uri);
            using JsonDocument document = await ReadJson(response, uri, cancellation).ConfigureAwait(false);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidInputException($"{uri}: the answer is a JSON {document.RootElement.ValueKind}, expected an array; is the address that of a DICOMweb service?");
            }

            page = document.RootElement.GetArrayLength();
            found.AddRange(document.RootElement.EnumerateArray().Select(item => convert(item, uri)));
        }

        return found;
    }

    private async Task<JsonDocument> ReadJson(HttpResponseMessage response, Uri uri, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/dicom+json" or "application/json"))
        {
            throw WrongType(response, uri, "application/dicom+json");
        }

        using Stream raw = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using WatchedStream body = new(raw, uri.ToString(), _server.Silence, LargestQueryBytes);
        try
        {
            return await JsonDocument.ParseAsync(body, default, cancellation).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{uri}: the answer is no whole JSON: {e.Message}", e);
        }
    }

    private async Task<WatchedStream> Watch(HttpResponseMessage response, Uri uri, CancellationToken cancellation) =>
        new(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), uri.ToString(), _server.Silence, _server.MaxBytes - _bytesTaken);

    /// <summary>Sends a request; again, after growing pauses, while the server answers with a 5xx status.</summary>
    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make, TimeSpan limit, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            HttpResponseMessage response = await SendOnce(make, limit, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode < 500 || attempt == Attempts)
            {
                return response;
            }

            TimeSpan pause = response.Headers.RetryAfter?.Delta ?? FirstPause * (1 << (attempt - 1));
            _terminal.Detail($"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode}, trying again");
            response.Dispose();
            await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendOnce(Func<HttpRequestMessage> make, TimeSpan limit, CancellationToken cancellation)
    {
        using HttpRequestMessage request = make();
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InvalidInputException($"{request.RequestUri}: no answer within {limit.TotalSeconds:0.#} s (--server-timeout-s sets the limit)");
        }
        catch (HttpRequestException e)
        {
            throw new InvalidInputException(
                e.HttpRequestError == HttpRequestError.SecureConnectionError
                    ? $"{request.RequestUri}: no trusted connection: {e.InnerException?.Message ?? e.Message} A certificate of your own authority is trusted when SSL_CERT_FILE names it"
                    : $"{request.RequestUri}: {e.Message}",
                e);
        }
    }
}

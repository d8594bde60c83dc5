using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using VoxelDose.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>As much of a DICOMweb service as the program asks for, in memory, behind a password; the real one is tried in OrthancTests.</summary>
internal sealed class FakePacs : LoopbackServer
{
    internal const string User = "reader";
    internal const string Password = "s3cret:word";
    private const string Boundary = "part-of-the-answer";
    private readonly List<(string Study, string Series, string Modality, string Sop, byte[] Bytes)> _objects = [];

    internal string Address => $"http://127.0.0.1:{Port}/dicom-web";

    protected override async Task Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        string expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        if (request.Headers["Authorization"] != expected)
        {
            await Send(response, 401, "text/plain", []);
            return;
        }

        string[] words = request.Url!.AbsolutePath["/dicom-web/".Length..].Split('/');
        if (request.HttpMethod == "POST")
        {
            await Store(request, response);
        }
        else if (words is ["studies", var study, "series"])
        {
            await Json(response, Page(request, _objects.Where(o => o.Study == study).DistinctBy(o => o.Series)
                .Select(o => Attributes(("0020000E", "UI", o.Series), ("00080060", "CS", o.Modality)))));
        }
        else if (words is ["studies", _, "series", var series, "instances"])
        {
            await Json(response, Page(request, _objects.Where(o => o.Series == series).Select(o => Attributes(("00080018", "UI", o.Sop)))));
        }
        else
        {
            using var body = new MemoryStream();
            foreach ((_, _, _, _, byte[] bytes) in _objects.Where(o => o.Series == words[3]))
            {
                body.Write(Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n"));
                body.Write(bytes);
                body.Write("\r\n"u8);
            }

            body.Write(Encoding.ASCII.GetBytes($"--{Boundary}--"));
            await Send(response, 200, $"multipart/related; type=\"application/dicom\"; boundary={Boundary}", body.ToArray());
        }
    }

    private static Dictionary<string, object> Attributes(params (string Tag, string Vr, string Value)[] attributes) =>
        attributes.ToDictionary(a => a.Tag, a => (object)new { vr = a.Vr, Value = new[] { a.Value } });

    /// <summary>The entries that were asked for.</summary>
    private static IEnumerable<Dictionary<string, object>> Page(HttpListenerRequest request, IEnumerable<Dictionary<string, object>> all) =>
        all.Skip(int.Parse(request.QueryString["offset"]!)).Take(int.Parse(request.QueryString["limit"]!));

    private static Task Json(HttpListenerResponse response, object answer) =>
        Send(response, 200, "application/dicom+json", JsonSerializer.SerializeToUtf8Bytes(answer));

    private async Task Store(HttpListenerRequest request, HttpListenerResponse response)
    {
        string boundary = MediaTypeHeaderValue.Parse(request.ContentType!).Parameters.Single(p => p.Name == "boundary").Value!.Trim('"');
        MultipartSection part = (await new MultipartReader(boundary, request.InputStream) { BodyLengthLimit = null }.ReadNextSectionAsync())!;
        using var bytes = new MemoryStream();
        await part.Body.CopyToAsync(bytes);
        DicomDataset header = DicomFile.Parse(bytes.ToArray(), "stored", headerOnly: true).Dataset;
        string sop = header.GetSingleValue<string>(DicomTag.SOPInstanceUID);
        _objects.Add((header.GetSingleValue<string>(DicomTag.StudyInstanceUID), header.GetSingleValue<string>(DicomTag.SeriesInstanceUID),
            header.GetSingleValue<string>(DicomTag.Modality), sop, bytes.ToArray()));
        await Json(response, new Dictionary<string, object> { ["00081199"] = new { vr = "SQ", Value = new[] { Attributes(("00081155", "UI", sop)) } } });
    }
}

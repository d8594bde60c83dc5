using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;

namespace VoxelDose.Host.DicomWeb;

/// <summary>The options about DICOMweb.</summary>
internal static class DicomWebOptions
{
    private const double DefaultSilenceS = 60;
    private const double DefaultDownloadMb = 4096;

    internal static IReadOnlyList<CaseOption> All { get; } =
    [
        new("from", "DICOMweb address to read the study from, such as https://pacs.example/dicom-web"),
        new("study", "StudyInstanceUID to read with --from: activity from PT or NM, CT, structures from RTSTRUCT and SEG"),
        new("series", "SeriesInstanceUID to take, where the study holds several that fit", IsRepeatable: true),
        new("store", "DICOMweb address to send the DICOM output to when the run is done (implies --dicom-out)"),
        new("credentials", "JSON file (mode 0600) with user and password, or token, for DICOMweb (else VOXELDOSE_DICOMWEB_USER, _PASSWORD, _TOKEN)", CaseOptionKind.Path),
        new("server-timeout-s", "longest silence of a DICOMweb server, s (default 60)", CaseOptionKind.Number),
        new("max-download-mb", "most to read from a DICOMweb server, MB (default 4096)", CaseOptionKind.Number),
    ];

    /// <summary>What the case says of DICOMweb; null where it says nothing.</summary>
    internal static DicomWebCase? Bind(CaseReader reader)
    {
        string? study = reader.Text("study");
        IReadOnlyList<string> series = reader.Texts("series");
        DicomWebServer? from = Server(reader, "from");
        DicomWebServer? store = Server(reader, "store");
        if (from is null && (study is not null || series.Count > 0))
        {
            throw new UsageException($"--{(study is null ? "series" : "study")} names what to read by DICOMweb; give --from URL with it");
        }

        if (from is not null && study is null)
        {
            throw new UsageException("--from URL needs --study UID: the StudyInstanceUID of the study to read");
        }

        if (from is null && store is null && new[] { "credentials", "server-timeout-s", "max-download-mb" }.FirstOrDefault(name => reader.Raw(name) is not null) is { } lone)
        {
            throw new UsageException($"--{lone} is about DICOMweb; give --from or --store with it");
        }

        if (store is not null && reader.Text("out") is null)
        {
            throw new UsageException("--store URL needs --out DIR: what is sent is what was written there");
        }

        foreach ((string option, string uid) in series.Select(uid => ("series", uid)).Concat(study is null ? [] : [("study", study)]))
        {
            if (!IsUid(uid))
            {
                throw reader.Fault(option, "a DICOM UID: digits and dots, at most 64");
            }
        }

        return from is null && store is null ? null : new(from, study, series, store);
    }

    /// <summary>True for digits and dots, at most 64: what a UID may be, and what is safe in an address and as a file name.</summary>
    internal static bool IsUid(string? text) => text is { Length: > 0 and <= 64 } && text.All(c => c is '.' or (>= '0' and <= '9')) && text[0] != '.';

    private static DicomWebServer? Server(CaseReader reader, string option)
    {
        if (reader.Text(option) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp) ||
            address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw reader.Fault(option, "an address such as https://pacs.example/dicom-web");
        }

        return address.UserInfo.Length == 0
            ? new(address, reader.Text("credentials"), TimeSpan.FromSeconds(reader.PositiveNumber("server-timeout-s") ?? DefaultSilenceS),
                (long)((reader.PositiveNumber("max-download-mb") ?? DefaultDownloadMb) * 1e6))
            : throw new UsageException($"--{option}: the address holds a user or password, which would end up in logs; give --credentials FILE");
    }
}

using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.DicomWeb;

/// <summary>A study read by DICOMweb into a private folder, which goes with this.</summary>
internal sealed class FetchedStudy : IDisposable
{
    private static readonly string[] ActivityModalities = ["PT", "NM"];
    private static readonly string[] StructureModalities = ["RTSTRUCT", "SEG"];
    private readonly PrivateFolder _folder;
    private readonly string _address;

    private FetchedStudy(PrivateFolder folder, string address, DoseCase dose, IReadOnlyList<Warning> warnings)
    {
        _folder = folder;
        _address = address;
        Case = dose;
        Warnings = warnings;
    }

    /// <summary>The case with the fetched files as its inputs, where it named none itself.</summary>
    internal DoseCase Case { get; }

    /// <summary>What was left out.</summary>
    internal IReadOnlyList<Warning> Warnings { get; }

    /// <summary>Reads what the case needs of its study.</summary>
    /// <exception cref="InvalidInputException">The server does not give it whole, or it does not say which series are meant.</exception>
    internal static FetchedStudy Fetch(DoseCase dose, Terminal terminal, CancellationToken cancellation)
    {
        DicomWebCase web = dose.DicomWeb!;
        using var client = new DicomWebClient(web.From!, terminal);
        return FetchAsync(client, web, dose, terminal, cancellation).GetAwaiter().GetResult();
    }

    /// <summary>A text with addresses in place of temporary paths.</summary>
    internal string Named(string text) => text.Replace(_folder.FullName + Path.DirectorySeparatorChar, _address, StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static async Task<FetchedStudy> FetchAsync(DicomWebClient client, DicomWebCase web, DoseCase dose, Terminal terminal, CancellationToken cancellation)
    {
        string address = $"{web.From!.Address.AbsoluteUri.TrimEnd('/')}/studies/{web.Study}/series/";
        var warnings = new List<Warning>();
        IReadOnlyList<RemoteSeries> all = await client.FindSeries(web.Study!, cancellation).ConfigureAwait(false);
        IReadOnlyList<RemoteSeries> offered = Chosen(all, web, address);
        RemoteSeries? activity = dose.Activity is null ? OnlyActivity(offered, address) : null;
        RemoteSeries? ct = dose.Ct is null ? OnlyCt(offered, dose.DensityFromCt, address, warnings) : null;
        RemoteSeries[] structures = dose.Structures.Count == 0 ? [.. offered.Where(s => StructureModalities.Contains(s.Modality))] : [];
        var folder = new PrivateFolder();
        try
        {
            foreach (RemoteSeries series in new[] { activity, ct }.OfType<RemoteSeries>().Concat(structures))
            {
                terminal.Detail($"read {series} from {address}");
                await client.Retrieve(web.Study!, series, folder.PathOf(series.Uid), cancellation).ConfigureAwait(false);
            }

            DoseCase local = dose with
            {
                Activity = activity is null ? dose.Activity : folder.PathOf(activity.Uid),
                Ct = ct is null ? dose.Ct : folder.PathOf(ct.Uid),
                Structures = structures.Length == 0 ? dose.Structures : [.. structures.SelectMany(s => Files(folder.PathOf(s.Uid)))],
            };
            return new(folder, address, local, warnings);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A structure set or segmentation is one object; a series may hold several.</summary>
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal);

    private static IReadOnlyList<RemoteSeries> Chosen(IReadOnlyList<RemoteSeries> all, DicomWebCase web, string address)
    {
        if (web.Series.FirstOrDefault(uid => all.All(series => series.Uid != uid)) is { } unknown)
        {
            throw new InvalidInputException($"--series {unknown}: not in the study at {address}; it holds:{List(all)}");
        }

        return web.Series.Count == 0 ? all : [.. all.Where(series => web.Series.Contains(series.Uid))];
    }

    private static RemoteSeries OnlyActivity(IReadOnlyList<RemoteSeries> offered, string address)
    {
        RemoteSeries[] fitting = [.. offered.Where(series => ActivityModalities.Contains(series.Modality))];
        return fitting.Length switch
        {
            1 => fitting[0],
            0 => throw new InvalidInputException($"{address}: no PT or NM series to take activity from; there are:{List(offered)}"),
            _ => throw new InvalidInputException(
                $"{address}: {fitting.Length} series could be the activity:{List(fitting)}\nname the one that is meant with --series UID, and those of CT, RTSTRUCT or SEG that go with it"),
        };
    }

    /// <summary>The one CT; where there are several, none is guessed.</summary>
    private static RemoteSeries? OnlyCt(IReadOnlyList<RemoteSeries> offered, bool isNeeded, string address, List<Warning> warnings)
    {
        RemoteSeries[] fitting = [.. offered.Where(series => series.Modality == "CT")];
        if (fitting.Length == 1)
        {
            return fitting[0];
        }

        if (isNeeded)
        {
            throw new InvalidInputException(fitting.Length == 0
                ? $"{address}: --density ct needs a CT, and the study holds none"
                : $"{address}: --density ct needs one CT, and the study holds {fitting.Length}:{List(fitting)}\nname the one that is meant with --series UID, and those of activity and structures");
        }

        if (fitting.Length > 1)
        {
            warnings.Add(new("several-ct", $"the study holds {fitting.Length} CT series; none was read, since none was named with --series: {string.Join("; ", fitting.AsEnumerable())}"));
        }

        return null;
    }

    private static string List(IEnumerable<RemoteSeries> series) => string.Concat(series.Select(s => $"\n  {s}"));
}

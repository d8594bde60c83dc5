using System.Text;
using System.Text.Json;
using CsvHelper;
using VoxelDose.Engine.Errors;
using VoxelDose.Host.Batch.Manifest;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Batch.Cohort;

/// <summary>
/// From the folders of the cases to the files of the cohort. A serial run, a resumed one and the merge of shards all end here, so that they write
/// the same bytes.
/// </summary>
internal static class CohortWriter
{
    /// <summary>Cases that have neither results that are theirs nor a failure.</summary>
    internal static IReadOnlyList<BatchCase> Missing(BatchFolder folder, IReadOnlyList<BatchCase> cases) =>
        [.. cases.AsParallel().AsOrdered().Where(item => !HasResults(folder, item) && FailureOf(folder, item) is null)];

    /// <summary>Writes the files of a cohort whose every case is there or has failed.</summary>
    internal static (CohortSummary Summary, IReadOnlyList<CohortFailure> Failures) Write(BatchFolder folder, IReadOnlyList<BatchCase> cases)
    {
        var summary = new CohortSummaryBuilder();
        var failures = new List<CohortFailure>();
        CohortSummary result = null!;
        AtomicFile.Write(folder.PathOf(BatchFolder.CohortCsv), csv => AtomicFile.Write(folder.PathOf(BatchFolder.CohortParquet), parquet =>
        {
            using var table = new CohortTable(csv, parquet);
            foreach (BatchCase item in cases)
            {
                if (FailureOf(folder, item) is { } failure)
                {
                    failures.Add(new(item.Id, item.Line, failure.ExitCode, failure.Error));
                    continue;
                }

                ResultsDocument document = Read(folder, item);
                CohortRow[] rows = [.. CohortRow.Of(item.Id, document)];
                Array.ForEach(rows, table.Add);
                summary.Add(rows);
                if (FailOnCheck.Failed(item.Dose.FailOn, document) is { Count: > 0 } failed)
                {
                    failures.Add(new(item.Id, item.Line, (int)Cli.ExitCode.FailOnCheck, $"--fail-on: {string.Join(", ", failed)}"));
                }
            }

            table.Finish();
            result = summary.Build(cases.Count, failures.Count, table.Rows);
        }));
        AtomicFile.Write(folder.PathOf(BatchFolder.FailuresCsv), stream => WriteFailures(stream, failures));
        AtomicFile.Write(folder.PathOf(BatchFolder.SummaryJson), stream => JsonSerializer.Serialize(stream, result, BatchJsonContext.Default.CohortSummary));
        return (result, failures);
    }

    /// <summary>Results whose program, options and inputs are the case's; a file whose size and time are as they were counts as unchanged.</summary>
    private static bool HasResults(BatchFolder folder, BatchCase item) =>
        CaseStamp.TryRead(folder.CaseFolder(item.Id)) is { } stamp && CaseFingerprint.Difference(item, stamp, trustsTimes: true) is null;

    /// <summary>A failure of this program with these options; an older one says nothing any more.</summary>
    private static CaseFailure? FailureOf(BatchFolder folder, BatchCase item) =>
        Directory.Exists(folder.CaseFolder(item.Id)) ? null
        : CaseFailure.TryRead(folder.FailureFile(item.Id)) is { } failure && failure.Program == ProgramFingerprint.Current && failure.Options == CaseFingerprint.OfOptions(item)
            ? failure
            : null;

    private static ResultsDocument Read(BatchFolder folder, BatchCase item)
    {
        string path = Path.Combine(folder.CaseFolder(item.Id), "results.json");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return ResultsJson.Read(stream, path);
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"case {item.Id}: {path} cannot be read: {e.Message}; run the batch again with --resume", e);
        }
    }

    private static void WriteFailures(Stream stream, List<CohortFailure> failures)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        using CsvWriter csv = TableRow.To(text);
        TableRow.Write(csv, ["case", "line", "exitCode", "error"]);
        foreach (CohortFailure failure in failures)
        {
            TableRow.Write(csv, [failure.Case, failure.Line, failure.ExitCode, failure.Error]);
        }
    }
}

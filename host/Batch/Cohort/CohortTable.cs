using System.Text;
using CsvHelper;
using Parquet;
using Parquet.Schema;
using VoxelDose.Host.Reports;

namespace VoxelDose.Host.Batch.Cohort;

/// <summary>Writes cohort.csv and cohort.parquet row by row; memory is bounded by one row group.</summary>
internal sealed class CohortTable : IDisposable
{
    /// <summary>Rows held at a time, some 20 MB.</summary>
    private const int RowsAGroup = 1 << 13;

    private static readonly DataField[] Fields = [.. CohortSchema.Columns.Select(FieldOf)];
    private readonly StreamWriter _text;
    private readonly CsvWriter _csv;
    private readonly ParquetWriter _parquet;
    private readonly List<object?>[] _columns = [.. CohortSchema.Columns.Select(_ => new List<object?>())];

    internal CohortTable(Stream csv, Stream parquet)
    {
        _text = new(csv, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        _csv = TableRow.To(_text);
        TableRow.Write(_csv, CohortSchema.Columns.Select(column => column.Name));
        _parquet = ParquetWriter.CreateAsync(new ParquetSchema(Fields), parquet, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }).GetAwaiter().GetResult();
        _parquet.CustomMetadata = new Dictionary<string, string> { ["voxeldose.cohortSchema"] = CohortSchema.Version };
    }

    internal long Rows { get; private set; }

    internal void Add(CohortRow row)
    {
        object?[] cells = [.. CohortSchema.Columns.Select(column => column.Value(row))];
        for (int n = 0; n < _columns.Length; n++)
        {
            _columns[n].Add(cells[n]);
        }

        TableRow.Write(_csv, cells);
        Rows++;
        if (_columns[0].Count == RowsAGroup)
        {
            WriteGroup();
        }
    }

    /// <summary>Writes what is left. Without it the files are not whole.</summary>
    internal void Finish()
    {
        if (_columns[0].Count > 0 || Rows == 0)
        {
            WriteGroup();
        }

        _csv.Dispose();
        _text.Flush();
        _parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    private static DataField FieldOf(CohortColumn column) => column.Type switch
    {
        CohortColumnType.Text => new DataField<string>(column.Name, nullable: true),
        CohortColumnType.Number => new DataField<double>(column.Name, nullable: true),
        CohortColumnType.Whole => new DataField<long>(column.Name, nullable: true),
        CohortColumnType.Flag => new DataField<bool>(column.Name, nullable: true),
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    private void WriteGroup()
    {
        using ParquetRowGroupWriter group = _parquet.CreateRowGroup();
        for (int n = 0; n < _columns.Length; n++)
        {
            List<object?> values = _columns[n];
            Task written = CohortSchema.Columns[n].Type switch
            {
                CohortColumnType.Text => group.WriteAsync(Fields[n], values.Cast<string?>().ToArray()!),
                CohortColumnType.Number => group.WriteAsync<double>(Fields[n], values.Cast<double?>().ToArray()),
                CohortColumnType.Whole => group.WriteAsync<long>(Fields[n], values.Cast<long?>().ToArray()),
                _ => group.WriteAsync<bool>(Fields[n], values.Cast<bool?>().ToArray()),
            };
            written.GetAwaiter().GetResult();
            values.Clear();
        }

        group.CompleteValidate();
    }
}

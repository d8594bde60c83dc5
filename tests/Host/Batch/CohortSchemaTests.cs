using Parquet;
using Parquet.Schema;
using VoxelDose.Host.Batch.Cohort;

namespace VoxelDose.Tests.Host.Batch;

public sealed class CohortSchemaTests
{
    /// <summary>The promise: whoever changes this changes the schema's version and docs/cohorts.md too.</summary>
    private const string Promised =
        "schemaVersion:Text case:Text software:Text device:Text activitySha256:Text nuclide:Text convention:Text jPerGBq:Number modality:Text calibration:Text " +
        "referenceRegion:Text decayFactor:Number administeredMBq:Number residualMBq:Number netMBq:Number activityInFieldOfViewMBq:Number activityInLiverMBq:Number " +
        "balanceFraction:Number lungShuntFraction:Number negativeFraction:Number tumorToNormalRatio:Number lungDoseGy:Number tumorVolumeFraction:Number warnings:Text " +
        "checks:Text structure:Text role:Text derived:Flag volumeMl:Number massG:Number voxelCount:Whole coveredFraction:Number activityMBq:Number flags:Text method:Text " +
        "meanGy:Number sdGy:Number minGy:Number maxGy:Number medianGy:Number d98Gy:Number d95Gy:Number d90Gy:Number d70Gy:Number d50Gy:Number d20Gy:Number d5Gy:Number " +
        "d2Gy:Number meanUncertaintyGy:Number discretisationGy:Number bedMeanGy:Number eqd2MeanGy:Number eudGy:Number recoveryCorrectedMeanGy:Number v20GyFraction:Number " +
        "v30GyFraction:Number v40GyFraction:Number v50GyFraction:Number v70GyFraction:Number v80GyFraction:Number v100GyFraction:Number v120GyFraction:Number " +
        "v150GyFraction:Number v200GyFraction:Number v205GyFraction:Number v300GyFraction:Number vxOther:Text";

    [Fact]
    public void Schema_NamesTypesAndOrder_AreThoseOfTheVersion()
    {
        Assert.Equal("1.0", CohortSchema.Version);
        Assert.Equal(Promised, string.Join(' ', CohortSchema.Columns.Select(column => $"{column.Name}:{column.Type}")));
    }

    [Fact]
    public void Schema_EveryColumn_IsInTheDocumentation()
    {
        string text = File.ReadAllText(Repository.PathOf("docs/cohorts.md"));

        Assert.All(CohortSchema.Columns.Where(column => !column.Name.EndsWith("GyFraction", StringComparison.Ordinal)), column => Assert.Contains($"`{column.Name}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parquet_ReadBack_HoldsWhatTheCsvSays()
    {
        using var cohort = new CohortFolder();
        cohort.Copy("p0");
        Assert.Equal(0, cohort.Batch(cohort.Write("m.csv", "id,case,vx-gy\na,p0/case.json,\nb,p0/case.json,33\n")));
        string[][] rows = cohort.Rows("cohort.csv");

        await using ParquetReader reader = await ParquetReader.CreateAsync(Path.Combine(cohort.Out, "cohort.parquet"));

        Assert.Equal(rows[0], reader.Schema.DataFields.Select(field => field.Name));
        Assert.Equal("1.0", reader.CustomMetadata["voxeldose.cohortSchema"]);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        Assert.Equal(rows.Length - 1, group.RowCount);
        foreach (DataField field in reader.Schema.DataFields)
        {
            string?[] cells = await Cells(group, field);
            int column = Array.IndexOf(rows[0], field.Name);
            Assert.Equal(rows.Skip(1).Select(row => row[column]), cells.Select(cell => cell ?? string.Empty));
        }

        // Case b asks for V33 alone: the limits that are always held add theirs, and what has no column of its own is in the last one.
        Assert.Contains(rows, row => row[1] == "b" && row[^1].StartsWith("33=", StringComparison.Ordinal));
    }

    private static async Task<string?[]> Cells(ParquetRowGroupReader group, DataField field)
    {
        int count = (int)group.RowCount;
        if (field.ClrType == typeof(double))
        {
            double?[] values = new double?[count];
            await group.ReadAsync<double>(field, values.AsMemory());
            return [.. values.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        }

        if (field.ClrType == typeof(long))
        {
            long?[] values = new long?[count];
            await group.ReadAsync<long>(field, values.AsMemory());
            return [.. values.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        }

        if (field.ClrType == typeof(bool))
        {
            bool?[] values = new bool?[count];
            await group.ReadAsync<bool>(field, values.AsMemory());
            return [.. values.Select(value => value is { } flag ? (flag ? "true" : "false") : null)];
        }

        string?[] texts = new string?[count];
        await group.ReadAsync(field, texts.AsMemory()!);
        return texts;
    }
}

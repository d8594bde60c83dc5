using CsvHelper;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Reports;

namespace VoxelDose.Tests.Host.Reports;

public class CsvTests
{
    [Fact]
    public void StructuresCsv_OddNames_OneRowAStructureAndMethod()
    {
        DoseResult result = SyntheticResult.Create("a \"quoted\", odd\nname");
        var text = new StringWriter();
        StructuresCsv.Write(text, result.Structures);

        List<string[]> rows = Rows(text.ToString());

        Assert.Equal(1 + (4 * 2), rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.Equal("a \"quoted\", odd\nname", rows[3][0]);
        int mean = Array.IndexOf(rows[0], "meanGy");
        int method = Array.IndexOf(rows[0], "method");
        Assert.Equal("vsv", rows[4][method]);
        Assert.Equal(result.Structures[1].Dose["vsv"].MeanGy, double.Parse(rows[4][mean]));
        Assert.Equal("", rows[4][Array.IndexOf(rows[0], "eudGy")]);
        Assert.Equal(1.0 / 3, double.Parse(rows[4][Array.IndexOf(rows[0], "v205GyFraction")]));
    }

    [Fact]
    public void DvhCsv_Curves_HasTheColumnsAndEveryPoint()
    {
        DoseResult result = SyntheticResult.Create();
        var text = new StringWriter();
        DvhCsv.Write(text, result.Dvh);

        List<string[]> rows = Rows(text.ToString());

        Assert.Equal(["structure", "method", "doseGy", "volumeFraction"], rows[0]);
        Assert.Equal(1 + (8 * 101), rows.Count);
        Assert.Equal(result.Dvh[0].VolumeFraction[3], double.Parse(rows[4][3]));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\";\"y\")")]
    [InlineData("+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\uFF1D1+1")]
    [InlineData("'quoted'")]
    public void Tables_NameThatASpreadsheetWouldCompute_HasAnApostropheBeforeIt(string name)
    {
        DoseResult result = SyntheticResult.Create(name);
        var structures = new StringWriter();
        StructuresCsv.Write(structures, result.Structures);
        var dvh = new StringWriter();
        DvhCsv.Write(dvh, result.Dvh);

        foreach (StringWriter text in new[] { structures, dvh })
        {
            Assert.Contains("'" + name, Rows(text.ToString()).Select(row => row[0]));
            Assert.DoesNotContain(name, Rows(text.ToString()).Select(row => row[0]));
        }
    }

    [Fact]
    public void TableRow_NumbersFlagsAndUnknown_StayAsTheyAre()
    {
        var text = new StringWriter();
        using (CsvWriter csv = TableRow.To(text))
        {
            TableRow.Write(csv, ["Liver - left", -1.5, -3L, true, null, ""]);
        }

        Assert.Equal("Liver - left,-1.5,-3,true,,\n", text.ToString());
    }

    private static List<string[]> Rows(string csv)
    {
        var rows = new List<string[]>();
        using CsvReader reader = CsvReader.Create(new StringReader(csv), new CsvReaderOptions { HasHeader = false });
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())]);
        }

        return rows;
    }
}

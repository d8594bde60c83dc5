using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Mass density from CT number by a calibration table, linear between its points. The table of this build is that of Schneider 2000
/// (DOI 10.1088/0031-9155/45/2/314); a scanner's own calibration replaces it, with its provenance.
/// </summary>
public sealed class HounsfieldToDensity
{
    /// <summary>Mean CT number of a liver above which contrast medium is suspected, HU: unenhanced liver has 50 to 65.</summary>
    public const double ContrastLimitHounsfield = 80;

    private const string SchneiderFile = "hounsfield-schneider2000.csv";
    private static readonly Lazy<HounsfieldToDensity> Default = new(() => new(PhysicsTable.Embedded(SchneiderFile)));
    private readonly double[] _hounsfield;
    private readonly double[] _gramPerMl;

    /// <summary>Makes a conversion of a table with the columns hounsfield and gramPerMl.</summary>
    /// <exception cref="InvalidInputException">Fewer than two points, CT numbers that do not rise, densities not above 0.</exception>
    public HounsfieldToDensity(PhysicsTable table)
    {
        if (table.Source.Columns.Count != 2 || table.Source.Columns[0].Name != "hounsfield" || table.Source.Columns[1].Name != "gramPerMl")
        {
            throw new InvalidInputException($"{table.Name}: a calibration has the columns hounsfield,gramPerMl");
        }

        IReadOnlyList<double[]> rows = table.NumericRows();
        _hounsfield = [.. rows.Select(row => row[0])];
        _gramPerMl = [.. rows.Select(row => row[1])];
        if (rows.Count < 2 || _hounsfield.Zip(_hounsfield.Skip(1)).Any(pair => pair.First >= pair.Second) || _gramPerMl.Any(density => density <= 0))
        {
            throw new InvalidInputException($"{table.Name}: a calibration has at least two points, rising CT numbers and densities above 0");
        }

        Source = table.Source;
    }

    /// <summary>The table of Schneider 2000.</summary>
    public static HounsfieldToDensity Schneider2000 => Default.Value;

    /// <summary>Provenance of the table.</summary>
    public TableSource Source { get; }

    /// <summary>CT number of the table's first point; smaller ones (the padding around the field of view) get its density.</summary>
    public double LowestHounsfield => _hounsfield[0];

    /// <summary>CT number of the table's last point; larger ones (metal) get its density.</summary>
    public double HighestHounsfield => _hounsfield[^1];

    /// <summary>Warns where the mean CT number of the liver speaks for contrast medium, which the table takes for tissue; null where it does not.</summary>
    /// <param name="meanLiverHounsfield">Mean CT number in the liver, HU.</param>
    public Warning? ContrastWarning(double meanLiverHounsfield)
    {
        const double unenhancedHounsfield = 58;
        const double percent = 100;
        return meanLiverHounsfield <= ContrastLimitHounsfield
            ? null
            : new(
                "ct-contrast",
                $"the liver has a mean of {meanLiverHounsfield:F0} HU in the CT; unenhanced liver has 50 to 65: contrast medium is read as tissue, " +
                $"so densities are about {percent * ((GramPerMl(meanLiverHounsfield) / GramPerMl(unenhancedHounsfield)) - 1):F0} % high and doses low by as much; " +
                "take an unenhanced CT or --density uniform:1.05");
    }

    /// <summary>Mass density, g/mL, of a CT number, HU.</summary>
    public double GramPerMl(double hounsfield)
    {
        if (hounsfield <= LowestHounsfield)
        {
            return _gramPerMl[0];
        }

        if (hounsfield >= HighestHounsfield)
        {
            return _gramPerMl[^1];
        }

        int above = Array.BinarySearch(_hounsfield, hounsfield);
        above = above < 0 ? ~above : above;
        double share = (hounsfield - _hounsfield[above - 1]) / (_hounsfield[above] - _hounsfield[above - 1]);
        return _gramPerMl[above - 1] + (share * (_gramPerMl[above] - _gramPerMl[above - 1]));
    }
}

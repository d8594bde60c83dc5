using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Planning;

namespace VoxelDose.Host.Planning;

/// <summary>Volumes as somebody typed them: litres or mm³ in place of mL give an activity that is wrong by a factor of a thousand.</summary>
internal static class PlanVolumes
{
    /// <summary>Smallest perfused volume or normal liver that anybody treats, mL: below a tenth of a small segment.</summary>
    private const double LeastTreatedMl = 5;

    /// <summary>Smallest whole liver, mL: a newborn's is 120.</summary>
    private const double LeastLiverMl = 100;

    /// <summary>Larger than any liver, mL.</summary>
    private const double MostMl = 10_000;

    /// <summary>Checks the volumes of a territory.</summary>
    /// <param name="territory">As typed.</param>
    /// <param name="place">Where it was typed, for the message: empty for options, else the file and the territory.</param>
    /// <exception cref="InvalidInputException">A volume that is none in mL.</exception>
    internal static TerritoryInput Plausible(TerritoryInput territory, string place)
    {
        foreach (TumorInput tumor in territory.Tumors)
        {
            Require(tumor.VolumeMl, 0, Name("--tumor-ml", $"volumeMl of '{tumor.Name}'"));
        }

        Require(territory.NormalLiverMl, LeastTreatedMl, Name("--normal-liver-ml", "normalLiverMl"));
        Require(territory.PerfusedMl, LeastTreatedMl, Name("--perfused-ml", "perfusedMl"));
        return territory;

        string Name(string option, string field) => place.Length == 0 ? option : $"{place}: {field}";
    }

    /// <summary>Checks a whole liver.</summary>
    /// <exception cref="InvalidInputException">A volume that is none in mL.</exception>
    internal static double? PlausibleLiver(double? ml)
    {
        Require(ml, LeastLiverMl, "--liver-ml");
        return ml;
    }

    /// <summary>0 says that there is none, and a value below it is refused elsewhere.</summary>
    private static void Require(double? ml, double least, string name)
    {
        if (ml is > 0 and var volume && (volume < least || volume > MostMl))
        {
            string meant = volume > MostMl ? "mm³ are a thousandth of a mL" : $"{volume} litres are {1000 * volume} mL";
            throw new InvalidInputException($"{name}: found {volume} mL; a volume in mL from {least} to {MostMl:0} is expected ({meant})");
        }
    }
}

using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Units;

namespace VoxelDose.Engine.Physics;

/// <summary>data/physics/nuclides.json as it stands there: conventions and tables of each nuclide.</summary>
internal static class NuclideCatalog
{
    private const string FileName = "nuclides.json";
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<IReadOnlyList<NuclideEntry>> Entries = new(Read);

    internal static IReadOnlyList<NuclideEntry> All => Entries.Value;

    /// <summary>The entry of a nuclide.</summary>
    /// <exception cref="InvalidInputException">No such nuclide.</exception>
    internal static NuclideEntry Get(string nuclide) =>
        All.FirstOrDefault(entry => string.Equals(entry.Nuclide, nuclide, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidInputException(
            $"nuclide '{nuclide}' has no data here; known are {string.Join(", ", All.Select(entry => entry.Nuclide))}");

    private static List<NuclideEntry> Read()
    {
        PhysicsTable table = PhysicsTable.Embedded(FileName);
        return JsonSerializer.Deserialize<Catalog>(table.Text, JsonOptions)?.Nuclides
            ?? throw new InvalidInputException($"{FileName}: no nuclides");
    }

    internal sealed record NuclideEntry(
        string Nuclide,
        string DefaultConvention,
        List<ConventionEntry> Conventions,
        List<KernelEntry> PointKernels,
        string BetaSpectrum);

    internal sealed record ConventionEntry(
        string Id, HalfLifeEntry HalfLife, double? MeanEnergyMeV, double? MeanEnergyUncertaintyMeV, double? JPerGBq, string Source);

    internal sealed record HalfLifeEntry(double Value, string Unit, double? Uncertainty)
    {
        internal double Hours => Unit switch
        {
            "h" => Value,
            "d" => Value * Constants.HoursPerDay,
            _ => throw new InvalidInputException($"{FileName}: unit of a half-life is '{Unit}', expected h or d"),
        };
    }

    internal sealed record KernelEntry(string Id, string Title, List<KernelComponent> Components, double? RangeRelativeUncertainty);

    internal sealed record KernelComponent(string File, double MeanEnergyMeV);

    private sealed record Catalog(List<NuclideEntry> Nuclides);
}

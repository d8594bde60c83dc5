using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>
/// What a voxel's density says about its material: factors on water's mass stopping power and on water's scattering per unit of range,
/// linear in density between the media of the table, constant beyond the first and the last.
/// </summary>
public sealed class TissueTable
{
    /// <summary>Energy at which media are compared with water, MeV: the electrons that carry most of the energy across borders.</summary>
    private const double ReferenceEnergyMeV = 1;

    private readonly TissueFactors[] knots;

    private TissueTable(TissueFactors[] knots) => this.knots = knots;

    /// <summary>Water at every density.</summary>
    public static TissueTable WaterOnly { get; } = new([new("water", 1, 1, 1)]);

    /// <summary>The media of the table at their densities, from the lightest to the densest.</summary>
    public IReadOnlyList<TissueFactors> Knots => knots;

    /// <summary>Makes the table of media, which are compared with the medium called "water"; water itself takes no place in it.</summary>
    /// <exception cref="InvalidInputException">No water to compare with, no other medium, or two media at one density.</exception>
    public static TissueTable FromMedia(MediaTable media)
    {
        Medium water = media["water"];
        TissueFactors[] knots =
        [
            .. media.Media.Where(medium => medium != water).OrderBy(medium => medium.Density.GramPerMl).Select(medium => Compare(medium, water)),
        ];
        for (int i = 1; i < knots.Length; i++)
        {
            if (!(knots[i].DensityGPerMl > knots[i - 1].DensityGPerMl))
            {
                throw new InvalidInputException(
                    $"the media '{knots[i - 1].Name}' and '{knots[i].Name}' both stand at {knots[i].DensityGPerMl} g/mL; each medium needs a density of its own");
            }
        }

        return knots.Length > 0 ? new(knots) : throw new InvalidInputException("the media table holds water only; it needs a tissue or more");
    }

    /// <summary>One medium of a table, whatever the density.</summary>
    public static TissueTable Only(MediaTable media, string name) => new([Compare(media[name], media["water"])]);

    /// <summary>Factors at a density.</summary>
    public (double Stopping, double Scattering) At(double densityGPerMl)
    {
        int above = 0;
        while (above < knots.Length && knots[above].DensityGPerMl < densityGPerMl)
        {
            above++;
        }

        if (above == 0 || above == knots.Length)
        {
            TissueFactors end = knots[Math.Min(above, knots.Length - 1)];
            return (end.Stopping, end.Scattering);
        }

        TissueFactors low = knots[above - 1];
        TissueFactors high = knots[above];
        double f = (densityGPerMl - low.DensityGPerMl) / (high.DensityGPerMl - low.DensityGPerMl);
        return (low.Stopping + (f * (high.Stopping - low.Stopping)), low.Scattering + (f * (high.Scattering - low.Scattering)));
    }

    private static TissueFactors Compare(Medium medium, Medium water)
    {
        TransportOptions options = new();
        double stopping = Stopping(medium) / Stopping(water);
        double scattering = Scattering(medium) / Scattering(water) / stopping;
        return new(medium.Name, medium.Density.GramPerMl, stopping, scattering);

        double Stopping(Medium m) => new Collision(m).RestrictedStopping(ReferenceEnergyMeV, options.DeltaCutMeV)
            + new Bremsstrahlung(m).Moment(ReferenceEnergyMeV, 0, options.PhotonCutMeV, 1);

        double Scattering(Medium m) => new ElasticScattering(m, options.DeltaCutMeV).Moments(ReferenceEnergyMeV, 1)[1];
    }
}

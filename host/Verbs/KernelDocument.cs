using VoxelDose.Engine.Physics;

namespace VoxelDose.Host.Verbs;

/// <summary>What the verb kernel prints: the exact table of one octant, and the separable form that stands for it.</summary>
internal sealed record KernelDocument(
    string Nuclide,
    IReadOnlyList<double> VoxelMm,
    double DensityGPerMl,
    string Medium,
    double RelativeMassRange,
    string Convention,
    double HalfLifeH,
    double MeanEnergyMeV,
    bool IsMeanEnergyDerived,
    string Source,
    double MaxRadiusMm,
    double EnergyFractionInside,
    IReadOnlyList<KernelDocument.Entry> Entries,
    KernelDocument.SeparableSummary? Separable)
{
    internal static KernelDocument Of(VoxelSTable table, DecayData decay, string medium, double relativeMassRange, double maxRadiusMm, SeparableForm? form)
    {
        var entries = new List<Entry>();
        for (int k = 0, n = 0; k <= table.Radius.Z; k++)
        {
            for (int j = 0; j <= table.Radius.Y; j++)
            {
                for (int i = 0; i <= table.Radius.X; i++, n++)
                {
                    // Corners of the box that the kernel does not reach hold no entry.
                    if (table.Fractions[n] > 0)
                    {
                        entries.Add(new(i, j, k, table.MilligrayPerMegabecquerelSecond(i, j, k, decay), table.RelativeUncertainties[n]));
                    }
                }
            }
        }

        return new(
            decay.Nuclide, [table.SpacingMm.X, table.SpacingMm.Y, table.SpacingMm.Z], table.Density.GramPerMl, medium, relativeMassRange,
            decay.Convention, decay.HalfLifeH, decay.MeanEnergyMeV, decay.IsEnergyDerived, table.Source, maxRadiusMm,
            table.EnergyFractionInside, entries, form is null ? null : new(form.Terms, form.MaxKernelError, form.MaxDoseError, form.MaxShellDoseError));
    }

    internal sealed record Entry(int I, int J, int K, double MGyPerMBqS, double RelUncertainty);

    internal sealed record SeparableSummary(int Terms, double MaxKernelError, double MaxDoseError, double MaxShellDoseError);
}

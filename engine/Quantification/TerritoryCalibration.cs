using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Quantification;

/// <summary>
/// Relative calibration by perfused volume: in each territory the image sums to its own net activity less the lung shunt. A voxel
/// belongs to the territory that contains its centre; voxels of none keep the mean factor, and the result says how much that is.
/// </summary>
internal static class TerritoryCalibration
{
    internal static (Volume Activity, double? Factor, string? Region) Apply(
        QuantificationRequest request, Volume image, IReadOnlyList<Structure> structures, List<Warning> warnings, bool mayOverwrite)
    {
        double toLiver = 1 - ActivityQuantifier.LungShuntOrWarn(request, warnings);
        VoxelGrid grid = image.Grid;
        byte[] owner = new byte[image.Values.Length];
        if (request.Territories.Count > byte.MaxValue - 1)
        {
            throw new InvalidInputException($"{request.Territories.Count} territories; at most {byte.MaxValue - 1} are supported");
        }

        for (int t = 0; t < request.Territories.Count; t++)
        {
            Territory territory = request.Territories[t];
            Structure structure = structures.SingleOrDefault(s => s.Name == territory.Structure) ?? throw new InvalidInputException(
                $"--territory {territory.Structure}: no structure has that name; structures: {string.Join(", ", structures.Select(s => s.Name))}.{NearestName.Hint(territory.Structure, structures.Select(s => s.Name))}");
            if (!(territory.Net.Becquerel > 0))
            {
                throw new InvalidInputException($"--territory {territory.Structure}: {territory.Net.Megabecquerel} MBq; expected a value above 0");
            }

            Claim(structure, request.Territories, grid, owner, (byte)(t + 1));
        }

        double[] sums = new double[request.Territories.Count + 1];
        for (int n = 0; n < owner.Length; n++)
        {
            sums[owner[n]] += image.Values[n];
        }

        double[] factors = new double[sums.Length];
        for (int t = 0; t < request.Territories.Count; t++)
        {
            double sum = sums[t + 1] * grid.VoxelVolumeMl;
            factors[t + 1] = sum > 0 ? request.Territories[t].Net.Becquerel * toLiver / sum : throw new InvalidInputException(
                $"--territory {request.Territories[t].Structure}: the image values in it sum to {sum:g4}; expected a sum above 0");
        }

        double inside = sums.Skip(1).Sum();
        factors[0] = request.Territories.Sum(t => t.Net.Becquerel) * toLiver / (inside * grid.VoxelVolumeMl);
        warnings.Add(new("territory-outside",
            $"image values outside all territories are {sums[0] / inside:P1} of those inside; they take the mean calibration factor of the territories"));
        float[] values = mayOverwrite ? image.Values : new float[image.Values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)(image.Values[n] * factors[owner[n]]);
        }

        return (new(grid, values), null, string.Join(", ", request.Territories.Select(t => t.Structure)));
    }

    private static void Claim(Structure structure, IReadOnlyList<Territory> territories, VoxelGrid grid, byte[] owner, byte id)
    {
        IndexBox whole = IndexBox.FromCorners(0, 0, 0, grid.Size.X - 1, grid.Size.Y - 1, grid.Size.Z - 1);
        foreach (CoverageRun run in CoverageField.Of(structure).Onto(grid).Within(whole).ToStructure(structure.Name, structure.Role, null).Runs)
        {
            for (int voxel = run.Start; voxel < run.Start + run.Length; voxel++)
            {
                if (owner[voxel] != 0)
                {
                    throw new InvalidInputException(
                        $"territories '{territories[owner[voxel] - 1].Structure}' and '{structure.Name}' share voxels of the image; territories must not overlap");
                }

                owner[voxel] = id;
            }
        }
    }
}

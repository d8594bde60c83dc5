using System.Globalization;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Methods.MonteCarlo;

/// <summary>From a dose request to Monte Carlo and back.</summary>
internal sealed class MonteCarloMethod(DoseRequest request, Volume activityBqPerMl, IReadOnlyList<Structure> shapes)
{
    /// <summary>Without structures the uncertainty is told for voxels above this share of the highest activity.</summary>
    private const double HotFraction = 0.5;

    /// <summary>Negative activity above this share of the positive is worth a word.</summary>
    private const double NotableNegativeFraction = 0.001;

    private readonly VoxelGrid grid = activityBqPerMl.Grid;
    private readonly MonteCarloSettings settings = request.MonteCarlo;

    /// <summary>Voxels around the structures, whose doses were kept group by group.</summary>
    internal int[] KeptVoxels { get; private set; } = [];

    /// <summary>Dose of the kept voxels in each group of batches, Gy.</summary>
    internal IReadOnlyList<float[]> GroupDosesGy { get; private set; } = [];

    /// <summary>What a reader has to know.</summary>
    internal List<Warning> Warnings { get; } = [];

    internal MethodResult Run(IArrayCompute compute, Action<EngineStage>? stage, CancellationToken cancellation)
    {
        (float[] decays, double negative) = Decays();
        (string target, int[] voxels) = Target(decays);
        KeptVoxels = Kept();
        (TissueTable tissues, string media) = Tissues();
        float[] density = request.DensityGPerMl?.Values ?? [(float)request.ReferenceDensity.GramPerMl];
        double? wanted = settings.Histories is null ? settings.Uncertainty ?? MonteCarloSettings.DefaultUncertainty : null;
        var emission = Emission.Of(request.Decay.Nuclide);
        MonteCarloResult result = MonteCarloDose.Run(
            new(grid.Size, grid.SpacingMm, decays, density, emission, request.Decay)
            {
                Histories = settings.Histories,
                TargetUncertainty = wanted,
                TargetVoxels = voxels,
                KeptVoxels = KeptVoxels,
                Seed = settings.Seed,
                Tissues = tissues,
                Progress = new StageProgress(stage, target, wanted),
            },
            compute,
            cancellation);
        GroupDosesGy = result.GroupDoseGy;
        bool? reached = wanted is { } asked ? result.ReachedUncertainty <= asked : null;
        Warn(result, negative, wanted, target, reached);
        return new()
        {
            Id = DoseMethod.MonteCarlo.Id(),
            DoseGy = new(grid, result.DoseGy),
            RelativeUncertainty = new(grid, Relative(result)),
            MonteCarlo = new(
                result.Histories, result.Batches, settings.Seed, wanted, target, result.ReachedUncertainty, reached, media,
                result.DepositedFraction, result.BremsstrahlungFraction, result.OutsideFraction, emission.PhotonFraction, negative, result.EnergyScale),
        };
    }

    private (float[] Decays, double NegativeFraction) Decays()
    {
        double factor = grid.VoxelVolumeMl * request.Decay.DecaysPerBecquerel;
        float[] decays = new float[activityBqPerMl.Values.Length];
        double positive = 0;
        double negative = 0;
        for (int voxel = 0; voxel < decays.Length; voxel++)
        {
            float value = activityBqPerMl.Values[voxel];
            if (value < 0)
            {
                negative -= value;
            }
            else
            {
                positive += value;
                decays[voxel] = (float)(value * factor);
            }
        }

        return (decays, positive > 0 ? negative / positive : 0);
    }

    private (string Name, int[] Voxels) Target(float[] decays)
    {
        if (settings.UncertaintyIn is { } name)
        {
            Structure named = shapes.FirstOrDefault(shape => shape.Name == name)
                ?? throw new InvalidInputException(
                    $"--uncertainty-in: no structure is named '{name}'; there are: {string.Join(", ", shapes.Select(shape => shape.Name))}.{NearestName.Hint(name, shapes.Select(shape => shape.Name))}");
            return (name, Inside(named));
        }

        foreach ((StructureRole role, string words) in ((StructureRole, string)[])[
            (StructureRole.Tumor, "tumors"), (StructureRole.Perfused, "perfused volumes"), (StructureRole.Liver, "liver")])
        {
            int[] voxels = [.. shapes.Where(shape => shape.Role == role && !shape.IsDerived).SelectMany(Inside).Distinct().Order()];
            if (voxels.Length > 0)
            {
                return (words, voxels);
            }
        }

        float least = (float)(decays.Max() * HotFraction);
        return ("voxels above half of the highest activity", [.. Enumerable.Range(0, decays.Length).Where(v => decays[v] > 0 && decays[v] >= least)]);
    }

    /// <summary>Voxels of the dose grid whose centre a structure contains.</summary>
    private int[] Inside(Structure structure)
    {
        CoverageField field = CoverageField.Of(structure).Onto(grid);
        List<int> voxels = [];
        IndexBox box = field.Box.Intersect(new(0, 0, 0, grid.Size.X, grid.Size.Y, grid.Size.Z));
        ForEach(box, (x, y, z, voxel) =>
        {
            if (field.At(x, y, z) >= 0.5f)
            {
                voxels.Add(voxel);
            }
        });
        return [.. voxels];
    }

    private int[] Kept()
    {
        // Interpolation reads the neighbours of the voxels that a structure touches.
        IndexBox box = shapes.Aggregate(default(IndexBox), (all, shape) =>
            all.Union(IndexBox.Of(shape).Through(grid.PointToIndex.After(shape.Grid.IndexToPoint))));
        if (box.IsEmpty)
        {
            return [];
        }

        List<int> voxels = [];
        ForEach(
            box.Grow(1, 1, 1).Intersect(new(0, 0, 0, grid.Size.X, grid.Size.Y, grid.Size.Z)),
            (_, _, _, voxel) => voxels.Add(voxel));
        return [.. voxels];
    }

    private void ForEach(IndexBox box, Action<int, int, int, int> visit)
    {
        for (int z = box.Z; z < box.Z + box.SizeZ; z++)
        {
            for (int y = box.Y; y < box.Y + box.SizeY; y++)
            {
                for (int x = box.X; x < box.X + box.SizeX; x++)
                {
                    visit(x, y, z, x + (grid.Size.X * (y + (grid.Size.Y * z))));
                }
            }
        }
    }

    private (TissueTable Tissues, string Media) Tissues()
    {
        MediaTable media = settings.Media ?? MediaTable.Default;
        if (request.DensityGPerMl is null)
        {
            const string tissue = "soft tissue";
            return request.RelativeMassRange == 1
                ? (TissueTable.WaterOnly, $"water at {request.ReferenceDensity.GramPerMl:0.####} g/mL")
                : (TissueTable.Only(media, tissue), $"{tissue} at {request.ReferenceDensity.GramPerMl:0.####} g/mL");
        }

        TissueTable table = TissueTable.FromMedia(media);
        return (table, "by density: " + string.Join(", ", table.Knots.Select(knot => $"{knot.Name} {knot.DensityGPerMl:0.####}")) + " g/mL");
    }

    private static float[] Relative(MonteCarloResult result)
    {
        float[] relative = new float[result.DoseGy.Length];
        for (int voxel = 0; voxel < relative.Length; voxel++)
        {
            relative[voxel] = result.DoseGy[voxel] > 0 ? result.UncertaintyGy[voxel] / result.DoseGy[voxel] : float.NaN;
        }

        return relative;
    }

    private void Warn(MonteCarloResult result, double negative, double? wanted, string target, bool? reached)
    {
        Warnings.Add(new("mc-bremsstrahlung-not-followed",
            $"Monte Carlo follows electrons; bremsstrahlung above 50 keV, {result.BremsstrahlungFraction:P2} of the emitted energy, is taken as leaving the image"));
        if (reached == false)
        {
            Warnings.Add(new("mc-uncertainty-not-reached",
                $"a relative uncertainty of {wanted:P1} was asked for in {target}; {result.Histories} histories reached {result.ReachedUncertainty:P1}"));
        }

        if (negative > NotableNegativeFraction)
        {
            Warnings.Add(new("mc-negative-set-to-zero",
                $"Monte Carlo cannot emit from negative voxels, {negative:P1} of the positive activity: they are set to 0, so its doses stand higher by as much; the other methods keep them"));
        }
    }

    /// <summary>Tells the stage after each batch, with the uncertainty that was last known.</summary>
    private sealed class StageProgress(Action<EngineStage>? stage, string target, double? wanted) : IProgress<MonteCarloProgress>
    {
        private double? uncertainty;

        public void Report(MonteCarloProgress value)
        {
            uncertainty = value.Uncertainty ?? uncertainty;
            stage?.Invoke(new(Words(value, uncertainty, target, wanted), Math.Min(1, value.HistoriesDone / (double)Math.Max(1, value.HistoriesPlanned))));
        }
    }

    /// <summary>How far it is, in words.</summary>
    internal static string Words(MonteCarloProgress progress, double? uncertainty, string target, double? wanted) => string.Create(CultureInfo.InvariantCulture,
        $"mc: {progress.HistoriesDone:0.0e0} of {(wanted is null ? "" : "about ")}{Math.Max(progress.HistoriesDone, progress.HistoriesPlanned):0.0e0} decays") +
        (uncertainty is { } now ? $", uncertainty {Percent(now)} in {target}{(wanted is { } asked ? $" ({Percent(asked)} asked)" : "")}" : "");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");
}

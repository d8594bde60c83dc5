using System.Diagnostics;
using VoxelDose.Engine.Checks;
using VoxelDose.Engine.Compute;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Methods;
using VoxelDose.Engine.Methods.MonteCarlo;
using VoxelDose.Engine.Outcome;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Quantification;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Statistics;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Uncertainty;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine;

/// <summary>The one facade of the engine: from an activity image and structures to absorbed dose and what it means.</summary>
public sealed class DoseEngine(IArrayCompute compute)
{
    /// <summary>Runs a request.</summary>
    /// <param name="request">Checked input.</param>
    /// <param name="stage">Told each stage as it begins, and how far the long ones are; null for nobody.</param>
    /// <param name="computed">
    /// Told each method's dose and the structures, drawn and derived, before they are reduced: when all doses are there, or one after another where memory is spared; null for nobody.
    /// </param>
    /// <param name="cancellation">Stops between stages.</param>
    /// <exception cref="InvalidInputException">The input contradicts itself or gives no dose.</exception>
    /// <exception cref="DeviceUnavailableException">The device ran out of memory or was lost.</exception>
    public DoseResult Run(
        DoseRequest request, Action<EngineStage>? stage = null, Action<MethodResult, IReadOnlyList<Structure>>? computed = null, CancellationToken cancellation = default)
    {
        void Begin(string name)
        {
            cancellation.ThrowIfCancellationRequested();
            stage?.Invoke(new(name));
        }

        Begin("quantify the activity");
        CheckGrid(request);
        CheckNuclide(request);
        if (request.SparesMemory && request.DvhBandSeed is not null)
        {
            throw new ArgumentException("bands round the DVH need the doses of all methods at once; a run that spares memory has them one after another");
        }

        // The form of the kernel depends on grid and table alone, so it is sought while the activity is quantified.
        Task<(ConvolutionPlan, KernelResult)>? planned = request.Methods.Any(method => method is DoseMethod.VoxelS or DoseMethod.VoxelSDensity)
            ? Task.Run(() => PlanKernel(request, request.Image.Grid), cancellation)
            : null;
        QuantifiedActivity activity = ActivityQuantifier.Quantify(request.Quantification, request.Image, request.Structures, request.Decay, request.MayOverwriteImage);
        IReadOnlyList<Structure> shapes = Shapes(request);
        EarlierWarnings.CheckNames(request, shapes, shape => RadiobiologyOf(request, shape));
        MonteCarloMethod? monteCarlo = request.Methods.Contains(DoseMethod.MonteCarlo) ? new(request, activity.BqPerMl, shapes) : null;
        var images = new DoseImages
        {
            Grid = request.Image.Grid,
            DosesGy = [],
            ActivityBqPerMl = activity.BqPerMl.Values,
            DensityGPerMl = request.DensityGPerMl?.Values,
            UniformDensity = request.DensityGPerMl is null ? request.ReferenceDensity : null,
            HalfLifeH = request.Decay.HalfLifeH,
            Uncertainty = request.Uncertainty ?? UncertaintyAssumptions.Default(request.Quantification.Calibration == CalibrationKind.Absolute, request.Decay.Nuclide),
            VxDosesGy = [.. request.VxDosesGy.Union(ThresholdChecks.VxDosesGy(request.ThresholdSets)).Order()],
            DccVolumesMl = [.. request.DccVolumesMl.Union(ThresholdChecks.DccVolumesMl(request.ThresholdSets)).Order()],
            Biology = new()
            {
                GeudExponents = request.GeudExponents,
                OutcomeModels = request.OutcomeModels,
                Earlier = [.. request.EarlierTreatments.Select(treatment => EarlierDose.Onto(request.Image.Grid, treatment))],
            },
        };
        DoseMethod[] asked = [.. request.Methods.Distinct()];
        var methods = new List<MethodResult>();
        IReadOnlyList<StructureAnalysis> analyses = [];
        IReadOnlyList<HotSpot> hotSpots = [];
        foreach (DoseMethod[] round in request.SparesMemory ? asked.Select(method => new[] { method }) : [asked])
        {
            DoAndReduce(round);
            if (request.SparesMemory)
            {
                // Volumes are few and large: without a word the collector lets some of them lie.
                images = images with { DosesGy = [] };
                GC.Collect();
            }
        }

        void DoAndReduce(DoseMethod[] round)
        {
            IReadOnlyList<MethodResult> doses = ComputeDose(request, round, activity.BqPerMl, planned, monteCarlo, Begin, stage, cancellation);
            Begin("reduce to structures");
            foreach (MethodResult method in doses)
            {
                computed?.Invoke(method, shapes);
            }

            // Beside the structures, whose small ones leave cores idle. The doses of hot spots are the first method's.
            Task<IReadOnlyList<HotSpot>>? hotSpotSearch = methods.Count > 0 ? null : Task.Run(
                () => HotSpots.Find(request.Structures, request.Image.Grid, activity.BqPerMl.Values, doses[0].DoseGy.Values, request.HotSpots), CancellationToken.None);
            images = images with { DosesGy = [.. doses.Select(m => KeyValuePair.Create(m.Id, m.DoseGy.Values))] };
            IReadOnlyList<StructureAnalysis> reduced = StructureAnalyzer.AnalyzeAll(shapes, images, shape => RadiobiologyOf(request, shape));
            if (doses.SingleOrDefault(method => method.MonteCarlo is not null) is { } transported)
            {
                Begin("uncertainties of Monte Carlo doses");
                reduced = BatchUncertainty.Add(reduced, shapes, images, monteCarlo!, transported);
            }

            analyses = methods.Count > 0 ? [.. analyses.Zip(reduced, (before, more) => before.And(more))] : reduced;
            hotSpots = hotSpotSearch?.GetAwaiter().GetResult() ?? hotSpots;
            methods.AddRange(request.SparesMemory ? doses.Select(method => method.WithoutVolumes()) : doses);
        }

        IReadOnlyList<IReadOnlyList<Warning>> flags =
            StructureFlags.Find(shapes, request.Image.Grid, [.. analyses.Select(a => a.Result.CoveredFraction)]);
        (IReadOnlyList<double> Shares, Warning? Warning)? border = request.Methods.Contains(DoseMethod.VoxelSDensity)
            ? DensityBorder.Find(request.DensityGPerMl!, shapes)
            : null;
        StructureResult[] structures = [.. analyses.Select((a, n) => a.Result with
        {
            Flags = [.. flags[n].Select(f => f.Code), .. border?.Shares[n] > 0 ? [DensityBorder.Code] : Array.Empty<string>()],
        })];
        DerivedResult derived = DerivedNumbers.Of(request, activity.Result, structures);
        DvhBands? bands = null;
        if (request.DvhBandSeed is { } seed)
        {
            Begin("bands round the DVH");
            bands = DvhBand.OfAll(shapes, images, analyses, seed);
        }

        return new()
        {
            Quantification = activity.Result,
            ActivityBqPerMl = activity.BqPerMl,
            DensityGPerMl = request.DensityGPerMl,
            Methods = methods,
            StructureShapes = shapes,
            Structures = structures,
            Dvh = [.. analyses.SelectMany(a => a.Dvh)],
            DvhBands = bands,
            Derived = derived,
            Checks = [.. request.ThresholdSets.SelectMany(set => ThresholdChecks.Evaluate(set, structures, derived, methods[0].Id))],
            Warnings =
            [
                .. activity.Warnings,
                .. RunWarnings.Of(request, activity.Result),
                .. compute.MemoryNote is { } note ? [new Warning("device-memory-slabs", note)] : Array.Empty<Warning>(),
                .. EarlierWarnings.Of(request, structures),
                .. monteCarlo?.Warnings ?? [],
                .. HotSpots.Warnings(hotSpots, request.HotSpots),
                .. border?.Warning is { } warning ? [warning] : Array.Empty<Warning>(),
                .. flags.Where((_, n) => !shapes[n].IsDerived).SelectMany(f => f),
            ],
        };
    }

    private static void CheckGrid(DoseRequest request)
    {
        VoxelGrid grid = request.Image.Grid;
        if (!grid.IsOrthogonal)
        {
            throw new InvalidInputException(
                "the activity image's axes are not at right angles (tilted or sheared); resample it onto an orthogonal grid first");
        }

        if (request.DensityGPerMl is { } density && !density.Grid.IsSameAs(grid))
        {
            throw new ArgumentException("the density volume must lie on the dose grid");
        }

        if (request.Structures.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidInputException($"{twice.Count()} structures are named '{twice.Key}'; names must be unique");
        }
    }

    private static void CheckNuclide(DoseRequest request)
    {
        foreach (ThresholdSet set in request.ThresholdSets)
        {
            set.RequireOf(request.Decay.Nuclide);
        }

        foreach (OutcomeModel model in request.OutcomeModels)
        {
            model.RequireOf(request.Decay.Nuclide);
        }
    }

    /// <summary>Drawn structures, those that follow from roles, shells, then the user's own, each of which may name any before it.</summary>
    private static List<Structure> Shapes(DoseRequest request)
    {
        List<Structure> shapes = [.. request.Structures, .. DerivedStructures.Derive(request.Structures)];
        shapes.AddRange(DerivedStructures.TumorShells(request.Structures, request.TumorShellsMm));
        foreach (DerivedDefinition definition in request.Derived)
        {
            if (shapes.Exists(shape => shape.Name == definition.Name))
            {
                throw new InvalidInputException($"derived structure '{definition.Name}': a structure of that name exists; names must be unique");
            }

            shapes.Add(StructureExpression.Evaluate(definition.Name, definition.Role, definition.Expression, shapes));
        }

        return shapes;
    }

    private static RadiobiologyParameters? RadiobiologyOf(DoseRequest request, Structure structure) =>
        request.Radiobiology.TryGetValue(structure.Role, out RadiobiologyParameters? given)
            ? given
            : RadiobiologyParameters.DefaultFor(structure.Role);

    private IReadOnlyList<MethodResult> ComputeDose(
        DoseRequest request, IReadOnlyList<DoseMethod> methods, Volume activity, Task<(ConvolutionPlan Plan, KernelResult Kernel)>? planned, MonteCarloMethod? monteCarlo, Action<string> begin, Action<EngineStage>? stage,
        CancellationToken cancellation)
    {
        VoxelGrid grid = activity.Grid;
        int length = activity.Values.Length;

        MethodResult Transport()
        {
            begin($"dose by {DoseMethod.MonteCarlo.Id()}");
            long start = Stopwatch.GetTimestamp();
            return monteCarlo!.Run(compute, stage, cancellation) with { DurationS = Stopwatch.GetElapsedTime(start).TotalSeconds };
        }

        if (methods is [DoseMethod.MonteCarlo])
        {
            return [Transport()];
        }

        // One method alone: nobody needs what its dose is made from. The tail does.
        bool replaces = request.SparesMemory && !request.WithTail && compute is HostCompute;
        using IDeviceArray source = compute.Upload(activity.Values);
        using IDeviceArray? density = request.DensityGPerMl is { } map ? compute.Upload(map.Values) : null;
        using IDeviceArray local = compute.Allocate(length);
        LocalDeposition.Uniform(compute, source, request.Decay, request.ReferenceDensity, local);
        IDeviceArray? convolved = null;
        KernelResult? kernel = null;
        var results = new List<MethodResult>();
        try
        {
            foreach (DoseMethod method in methods)
            {
                if (method == DoseMethod.MonteCarlo)
                {
                    results.Add(Transport());
                    continue;
                }

                begin($"dose by {method.Id()}");
                long start = Stopwatch.GetTimestamp();
                using IDeviceArray? scratch = !NeedsScratch(method, density) ? null : replaces ? local : compute.Allocate(length);
                if (method is DoseMethod.VoxelS or DoseMethod.VoxelSDensity && convolved is null)
                {
                    (ConvolutionPlan plan, kernel) = planned!.GetAwaiter().GetResult();
                    convolved = replaces ? local : compute.Allocate(length);
                    VoxelSConvolution.Run(compute, local, grid.Size, plan, convolved);
                    if (request.WithTail)
                    {
                        TailDose tail = AddTail(request, grid, local, ref convolved);
                        kernel = kernel with { TailEnergyFraction = tail.EnergyFraction, TailMaxError = tail.MaxError };
                    }
                }

                IDeviceArray dose = local;
                switch (method)
                {
                    case DoseMethod.LocalDeposition when density is not null:
                        LocalDeposition.ByVoxel(compute, source, request.Decay, density, scratch!);
                        dose = scratch!;
                        break;
                    case DoseMethod.LocalDeposition:
                        break;
                    case DoseMethod.VoxelS:
                        dose = convolved!;
                        break;
                    case DoseMethod.VoxelSDensity:
                        compute.Divide(
                            convolved!,
                            (float)request.ReferenceDensity.GramPerMl,
                            density ?? throw new InvalidInputException("method vsv-density needs a density of each voxel: give --ct and --density ct"),
                            scratch!);
                        dose = scratch!;
                        break;
                    default:
                        throw new ArgumentException($"no dose method {method.Id()}");
                }

                float[] values = compute.Fetch(dose);
                results.Add(new()
                {
                    Id = method.Id(),
                    Kernel = method == DoseMethod.LocalDeposition ? null : kernel,
                    DurationS = Stopwatch.GetElapsedTime(start).TotalSeconds,
                    DoseGy = new(grid, values),
                });
            }
        }
        finally
        {
            convolved?.Dispose();
        }

        return results;
    }

    private TailDose AddTail(DoseRequest request, VoxelGrid grid, IDeviceArray local, ref IDeviceArray convolved)
    {
        float[] localGy = new float[local.Length];
        compute.Download(local, localGy);
        TailDose tail = BremsstrahlungTail.Compute(
            compute, new(grid, localGy), PointKernel.Load(request.Decay.Nuclide), request.ReferenceDensity, request.RelativeMassRange);
        float[] doseGy = localGy;
        compute.Download(convolved, doseGy);
        for (int n = 0; n < doseGy.Length; n++)
        {
            doseGy[n] += tail.DoseGy[n];
        }

        convolved.Dispose();
        convolved = compute.Upload(doseGy);
        return tail;
    }

    private static bool NeedsScratch(DoseMethod method, IDeviceArray? density) =>
        method == DoseMethod.VoxelSDensity || (method == DoseMethod.LocalDeposition && density is not null);

    private static (ConvolutionPlan Plan, KernelResult Kernel) PlanKernel(DoseRequest request, VoxelGrid grid)
    {
        VoxelSTable table = VoxelSTableFactory.Create(
            PointKernel.Load(request.Decay.Nuclide), grid.SpacingMm, request.ReferenceDensity, request.RelativeMassRange);
        ConvolutionPlan plan = ConvolutionPlanner.Plan(table, grid.Size, request.KernelTolerance);
        return (plan, new(
            table.Source,
            [grid.SpacingMm.X, grid.SpacingMm.Y, grid.SpacingMm.Z],
            request.ReferenceDensity.GramPerMl,
            request.RelativeMassRange,
            plan.Algorithm switch
            {
                ConvolutionAlgorithm.Separable => "separable",
                ConvolutionAlgorithm.Fft => "fft",
                _ => "direct",
            },
            plan.Why,
            plan.Terms,
            plan.MaxDoseError,
            table.EnergyFractionInside));
    }
}

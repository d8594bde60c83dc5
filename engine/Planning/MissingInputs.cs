namespace VoxelDose.Engine.Planning;

/// <summary>What a model needs and a request does not say, as option names.</summary>
public static class MissingInputs
{
    /// <summary>The missing options; empty where the model can run.</summary>
    public static IReadOnlyList<string> Of(PlanRequest request, PlanningModel model)
    {
        var missing = new List<string>();
        foreach (TerritoryInput territory in request.Territories)
        {
            AddMissing(request, territory, model, missing);
        }

        return [.. missing.Distinct()];
    }

    private static void AddMissing(PlanRequest request, TerritoryInput territory, PlanningModel model, List<string> missing)
    {
        void Need(bool isGiven, string option)
        {
            if (!isGiven)
            {
                missing.Add(option);
            }
        }

        bool isForward = request.IsForward;
        bool hasAim = isForward || request.IsLungLimitAsked;
        switch (model)
        {
            case PlanningModel.Mird:
                Need(territory.LungShuntFraction is not null, "--lung-shunt (0 where there is none)");
                Need(territory.EffectivePerfusedMl is > 0, "--perfused-ml");
                Need(hasAim || territory.Targets.PerfusedGy is not null, "--target-perfused-gy");
                break;
            case PlanningModel.Partition:
                Need(territory.LungShuntFraction is not null, "--lung-shunt (0 where there is none)");
                Need(territory.Tumors.Count > 0, "--tumor-ml");
                Need(territory.NormalLiverMl is not null, "--normal-liver-ml");
                Need(territory.Tumors.All(tumor => tumor.TumorToNormalRatio is not null), "--tn-ratio");
                Need(hasAim || territory.Targets.TumorGy is not null || territory.Targets.NormalLiverGy is not null, "--target-tumor-gy or --target-normal-gy");
                break;
            case PlanningModel.Bsa:
                Need(isForward || request.HeightM is not null, "--height-m");
                Need(isForward || request.WeightKg is not null, "--weight-kg");
                Need(isForward || territory.Tumors.Count > 0, "--tumor-ml");
                Need(isForward || territory.NormalLiverMl is not null, "--normal-liver-ml");
                break;
            case PlanningModel.ModifiedBsa:
                Need(isForward || request.HeightM is not null, "--height-m");
                Need(isForward || request.WeightKg is not null, "--weight-kg");
                Need(isForward || territory.Tumors.Count > 0, "--tumor-ml (in the lobe)");
                Need(isForward || territory.EffectivePerfusedMl is > 0, "--perfused-ml (the lobe)");
                Need(isForward || request.LiverMl is not null, "--liver-ml");
                break;
            case PlanningModel.Voxel:
                Need(territory.Voxel is not null, "a predictive image with structures (--activity, --structures)");
                Need(hasAim || !territory.Targets.IsEmpty, "a target (--target-tumor-gy, --target-tumor-d70-gy, --target-normal-gy or --target-perfused-gy)");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(model), model, null);
        }
    }
}

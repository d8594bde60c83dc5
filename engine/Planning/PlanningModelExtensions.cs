namespace VoxelDose.Engine.Planning;

/// <summary>Names of the models.</summary>
public static class PlanningModelExtensions
{
    /// <summary>The model's flag value.</summary>
    public static string Id(this PlanningModel model) => model switch
    {
        PlanningModel.Mird => "mird",
        PlanningModel.Bsa => "bsa",
        PlanningModel.ModifiedBsa => "modified-bsa",
        PlanningModel.Partition => "partition",
        PlanningModel.Voxel => "voxel",
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, null),
    };
}

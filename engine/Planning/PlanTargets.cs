namespace VoxelDose.Engine.Planning;

/// <summary>Doses at which the activity is to stop rising, Gy; null where none was asked.</summary>
public sealed record PlanTargets
{
    /// <summary>Mean dose of the tumours together.</summary>
    public double? TumorGy
    {
        get;
        init => field = Require.Positive(value, "--target-tumor-gy", "Gy");
    }

    /// <summary>Dose that 70 % of the tumours' volume is to receive (voxel model only).</summary>
    public double? TumorD70Gy
    {
        get;
        init => field = Require.Positive(value, "--target-tumor-d70-gy", "Gy");
    }

    /// <summary>Highest mean dose of normal liver.</summary>
    public double? NormalLiverGy
    {
        get;
        init => field = Require.Positive(value, "--target-normal-gy", "Gy");
    }

    /// <summary>Mean dose of the perfused volume.</summary>
    public double? PerfusedGy
    {
        get;
        init => field = Require.Positive(value, "--target-perfused-gy", "Gy");
    }

    /// <summary>True where nothing was asked.</summary>
    public bool IsEmpty => TumorGy is null && TumorD70Gy is null && NormalLiverGy is null && PerfusedGy is null;
}

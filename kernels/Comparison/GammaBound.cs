namespace VoxelDose.Kernels.Comparison;

/// <summary>What is known of gamma within a box, squared, and the point of the box that is nearly its best.</summary>
internal struct GammaBound
{
    /// <summary>Gamma^2 cannot fall below this within the box.</summary>
    public float Least;

    /// <summary>Gamma^2 at the point.</summary>
    public float Reached;

    /// <summary>The point along x.</summary>
    public float X;

    /// <summary>The point along y.</summary>
    public float Y;

    /// <summary>The point along z.</summary>
    public float Z;
}

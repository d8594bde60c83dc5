namespace VoxelDose.Kernels;

/// <summary>What a marching convolution reads, writes and shares.</summary>
public struct MarchPlan
{
    /// <summary>Size of source and target.</summary>
    public Extent Size;

    /// <summary>Range of the kernel.</summary>
    public Extent Radius;

    /// <summary>Box of the source that is not zero; nothing else is read.</summary>
    public Window Box;

    /// <summary>Box of the target that is written.</summary>
    public Window Output;

    /// <summary>Slices that a group writes.</summary>
    public int Depth;

    /// <summary>Outer products; unused by the direct form.</summary>
    public int Terms;

    /// <summary>Weight added at the centre alone; unused by the direct form.</summary>
    public float Delta;

    /// <summary>Floats of the weights, kept in shared memory.</summary>
    public int Weights;
}

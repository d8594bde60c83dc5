namespace VoxelDose.Engine.Quantification;

/// <summary>How image values become activity.</summary>
public enum CalibrationKind
{
    /// <summary>Values are activity as they stand, corrected for decay.</summary>
    Absolute,

    /// <summary>The sum over a reference region is the net activity less the lung shunt; values need only be proportional to activity.</summary>
    Relative,
}

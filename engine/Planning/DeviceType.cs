namespace VoxelDose.Engine.Planning;

/// <summary>Kinds of microspheres.</summary>
public enum DeviceType
{
    /// <summary>Glass with 90Y.</summary>
    Glass,

    /// <summary>Resin with 90Y.</summary>
    Resin,

    /// <summary>Poly(L-lactic acid) with 166Ho.</summary>
    Holmium,
}

namespace VoxelDose.Engine.Planning;

/// <summary>One of the doses that stop the activity from rising.</summary>
/// <param name="Id">target-tumor, target-tumor-d70, target-normal, target-perfused, limit-lung; bsa or modified-bsa for a formula's own activity; given.</param>
/// <param name="DoseGy">The dose; null where the entry is a formula's activity.</param>
/// <param name="ActivityGBq">Activity in the vial at which it is met; null where no activity meets it.</param>
public sealed record ActivityLimit(string Id, double? DoseGy, double? ActivityGBq);

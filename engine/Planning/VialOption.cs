namespace VoxelDose.Engine.Planning;

/// <summary>A vial that could be ordered.</summary>
/// <param name="NominalGBq">Its activity at its calibration, GBq.</param>
/// <param name="IsCustom">True where it is made for the order.</param>
/// <param name="DaysBefore">Days by which its calibration precedes the standard one.</param>
/// <param name="ActivityAtInjectionGBq">Activity at injection, GBq; null without both times.</param>
/// <param name="RelativeToPlan">Activity at injection over the planned activity; null without both times.</param>
/// <param name="HoursUntilPlan">Hours from the standard calibration until it holds the planned activity (negative: before it).</param>
public sealed record VialOption(
    double NominalGBq, bool IsCustom, int DaysBefore, double? ActivityAtInjectionGBq, double? RelativeToPlan, double HoursUntilPlan);

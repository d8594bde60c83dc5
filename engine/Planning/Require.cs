using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Planning;

/// <summary>Conditions on numbers that a person typed; a broken one names the option, the value found and what was expected.</summary>
internal static class Require
{
    internal static double Positive(double value, string option, string unit) =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new InvalidInputException($"{option}: found {value} {unit}; a finite value above 0 is expected");

    internal static double? Positive(double? value, string option, string unit) =>
        value is { } number ? Positive(number, option, unit) : null;

    internal static double? NotNegative(double? value, string option, string unit) =>
        value is not { } number || (double.IsFinite(number) && number >= 0)
            ? value
            : throw new InvalidInputException($"{option}: found {value} {unit}; a finite value of 0 or more is expected");

    internal static double? Fraction(double? value, string option) =>
        value is null or (>= 0 and <= 1)
            ? value
            : throw new InvalidInputException($"{option}: found {value}; a fraction from 0 to 1 is expected (10 % is 0.1)");
}

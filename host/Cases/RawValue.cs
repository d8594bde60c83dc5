namespace VoxelDose.Host.Cases;

/// <summary>Values of one option as they were written, with the place for error messages.</summary>
/// <param name="Values">The words.</param>
/// <param name="Origin">"--name" or "case.json: name".</param>
/// <param name="IsFromFile">True where it stands in a case file: then a fault in it is bad input, not wrong usage.</param>
internal sealed record RawValue(IReadOnlyList<string> Values, string Origin, bool IsFromFile);

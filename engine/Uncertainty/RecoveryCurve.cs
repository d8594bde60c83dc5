namespace VoxelDose.Engine.Uncertainty;

/// <summary>
/// Recovery coefficient of a sphere against its diameter, as measured by the user: between the points linear, beyond them unknown.
/// </summary>
public sealed class RecoveryCurve
{
    private readonly RecoveryPoint[] _points;

    /// <summary>Makes a curve.</summary>
    /// <param name="points">At least two points, diameters ascending, above 0; coefficients above 0 up to 2.</param>
    /// <param name="source">How it was measured.</param>
    /// <exception cref="ArgumentException">The points break these rules.</exception>
    public RecoveryCurve(IReadOnlyList<RecoveryPoint> points, string source)
    {
        for (int n = 0; n < points.Count; n++)
        {
            RecoveryPoint p = points[n];
            if (!(p.DiameterMm > (n == 0 ? 0 : points[n - 1].DiameterMm)) || !double.IsFinite(p.DiameterMm) ||
                !(p.Coefficient is > 0 and <= 2) || !(p.RelativeUncertainty is >= 0 and < 1))
            {
                throw new ArgumentException(
                    $"recovery point {n + 1}: {p}; diameters (mm) must ascend, coefficients lie in (0, 2], relative uncertainties in [0, 1)", nameof(points));
            }
        }

        _points = points.Count >= 2 ? [.. points] : throw new ArgumentException("a recovery curve needs at least two points", nameof(points));
        Source = source;
    }

    /// <summary>How it was measured.</summary>
    public string Source { get; }

    /// <summary>
    /// Coefficient, its relative uncertainty at that diameter, and its logarithmic slope d ln R / d ln V (a third of that by diameter);
    /// null beyond the measured diameters.
    /// </summary>
    /// <param name="diameterMm">Diameter of the sphere of the same volume, mm.</param>
    public RecoveryValue? At(double diameterMm)
    {
        if (!(diameterMm >= _points[0].DiameterMm && diameterMm <= _points[^1].DiameterMm))
        {
            return null;
        }

        int n = 1;
        while (n < _points.Length - 1 && _points[n].DiameterMm < diameterMm)
        {
            n++;
        }

        (RecoveryPoint a, RecoveryPoint b) = (_points[n - 1], _points[n]);
        double share = (diameterMm - a.DiameterMm) / (b.DiameterMm - a.DiameterMm);
        double coefficient = a.Coefficient + (share * (b.Coefficient - a.Coefficient));
        double slopePerMm = (b.Coefficient - a.Coefficient) / (b.DiameterMm - a.DiameterMm);
        double uncertainty = a.RelativeUncertainty + (share * (b.RelativeUncertainty - a.RelativeUncertainty));
        return new(coefficient, uncertainty, slopePerMm * diameterMm / (3 * coefficient));
    }
}

using System.Runtime.CompilerServices;
using MathNet.Numerics.Integration;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Averages spherical shells over source and target voxel. The mean over two voxels n steps apart of a function of the distance is
/// its integral against the tent function prod max(0, 1 - |d_a / s_a - n_a|), so energy at a point d goes to the eight lattice points
/// around d with trilinear weights, which add up to one. A shell is cut into rings of constant radius and height: along a ring the
/// weights are products of cosine and sine and are integrated in closed form between the lattice planes; over the height Gauss-Legendre
/// nodes are placed between all heights at which a plane is met, crowded towards the upper end, where the integrand behaves like a root.
/// </summary>
internal sealed class ShellAverager
{
    private readonly Vec3 _spacingMm;
    private readonly Size3 _radius;
    private readonly double[] _octant;
    private readonly double[] _heightNodes;
    private readonly double[] _heightWeights;
    private readonly double[] _radialNodes;
    private readonly double[] _radialWeights;
    private readonly double _panelMm;
    private readonly double[] _cuts;

    /// <param name="spacingMm">Voxel spacing.</param>
    /// <param name="radius">Largest lattice index on each axis.</param>
    /// <param name="refinement">1 for use; larger values multiply nodes, for the proof of convergence.</param>
    internal ShellAverager(Vec3 spacingMm, Size3 radius, int refinement)
    {
        _spacingMm = spacingMm;
        _radius = radius;
        _octant = new double[(radius.X + 1) * (radius.Y + 1) * (radius.Z + 1)];
        const int heightOrder = 8;
        const int radialOrder = 2;
        var height = new GaussLegendreRule(0, 1, heightOrder * refinement);
        var radial = new GaussLegendreRule(0, 1, radialOrder);
        (_heightNodes, _heightWeights) = (height.Abscissas, height.Weights);
        (_radialNodes, _radialWeights) = (radial.Abscissas, radial.Weights);
        const double panelPerSpacing = 0.05;
        _panelMm = panelPerSpacing * Math.Min(spacingMm.X, Math.Min(spacingMm.Y, spacingMm.Z)) / refinement;
        _cuts = new double[radius.X + radius.Y + radius.Z + 5];
    }

    /// <summary>
    /// Lattice weights of the octant i, j, k >= 0 for a unit of energy spread evenly over the radius in the shell; the same array at each
    /// call. Summed over all signs they give one.
    /// </summary>
    internal ReadOnlySpan<double> Average(double innerMm, double outerMm)
    {
        Array.Clear(_octant);
        int panels = Math.Max(1, (int)Math.Ceiling((outerMm - innerMm) / _panelMm));
        double widthMm = (outerMm - innerMm) / panels;
        for (int panel = 0; panel < panels; panel++)
        {
            for (int node = 0; node < _radialNodes.Length; node++)
            {
                AddSphere(innerMm + ((panel + _radialNodes[node]) * widthMm), _radialWeights[node] / panels);
            }
        }

        FoldSigns();
        return _octant;
    }

    // Compiled to the full at once: a run needs one table, before tiered compilation would have noticed these loops.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSphere(double radiusMm, double weight)
    {
        int cuts = FindCuts(radiusMm);
        for (int cut = 0; cut + 1 < cuts; cut++)
        {
            double top = _cuts[cut + 1];
            double length = top - _cuts[cut];
            if (!(length > 0))
            {
                continue;
            }

            int k = (int)(((top - (0.5 * length)) / _spacingMm.Z));
            for (int node = 0; node < _heightNodes.Length; node++)
            {
                double t = _heightNodes[node];
                double z = top - (length * t * t);
                double ringMm = Math.Sqrt(Math.Max(0, (radiusMm - z) * (radiusMm + z)));

                // The area of a sphere is spread evenly over its height (Archimedes).
                double share = weight * _heightWeights[node] * 2 * t * length / radiusMm;
                AddRing(ringMm, k, (z / _spacingMm.Z) - k, share);
            }
        }
    }

    private int FindCuts(double radiusMm)
    {
        int count = 0;
        _cuts[count++] = 0;
        _cuts[count++] = radiusMm;
        for (int k = 1; k * _spacingMm.Z < radiusMm; k++)
        {
            _cuts[count++] = k * _spacingMm.Z;
        }

        for (int axis = 0; axis < 2; axis++)
        {
            double spacing = _spacingMm[axis];
            for (int i = 1; i * spacing < radiusMm; i++)
            {
                _cuts[count++] = Math.Sqrt((radiusMm - (i * spacing)) * (radiusMm + (i * spacing)));
            }
        }

        Array.Sort(_cuts, 0, count);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRing(double ringMm, int k, double t, double share)
    {
        double perX = ringMm / _spacingMm.X;
        double perY = ringMm / _spacingMm.Y;
        int strideY = _radius.X + 1;
        int layer = strideY * (_radius.Y + 1);
        int below = k * layer;
        bool hasAbove = k < _radius.Z;
        share *= 2 / Math.PI;
        double shareBelow = share * (1 - t);
        double shareAbove = share * t;

        int i = Math.Min((int)perX, _radius.X);
        int j = 0;
        (double sine, double cosine, double angle) = (0, 1, 0);
        while (sine < 1)
        {
            (double nextSine, double nextCosine) = NextPlane(i / perX, (j + 1) / perY, out bool crossesX);
            double nextAngle = nextSine < 1 ? Math.Atan2(nextSine, nextCosine) : Math.PI / 2;
            double arc = nextAngle - angle;
            double u = (perX * (nextSine - sine)) - (i * arc);
            double v = (perY * (cosine - nextCosine)) - (j * arc);
            double uv = (0.5 * perX * perY * ((nextSine * nextSine) - (sine * sine)))
                - (j * perX * (nextSine - sine)) - (i * perY * (cosine - nextCosine)) + (i * j * arc);
            Add(below + i + (strideY * j), shareBelow, arc, u, v, uv, i, j);
            if (hasAbove)
            {
                Add(below + layer + i + (strideY * j), shareAbove, arc, u, v, uv, i, j);
            }

            (sine, cosine, angle) = (nextSine, nextCosine, nextAngle);
            (i, j) = crossesX ? (i - 1, j) : (i, j + 1);
        }
    }

    // Going round the quarter circle the ring meets planes x = i s_x downwards and planes y = (j + 1) s_y upwards; it ends at x = 0.
    private static (double Sine, double Cosine) NextPlane(double cosineX, double sineY, out bool crossesX)
    {
        double sineX = cosineX >= 1 ? 0 : Math.Sqrt((1 - cosineX) * (1 + cosineX));
        crossesX = sineX <= sineY;
        return crossesX ? (sineX, cosineX) : (sineY, Math.Sqrt((1 - sineY) * (1 + sineY)));
    }

    private void Add(int n, double share, double arc, double u, double v, double uv, int i, int j)
    {
        bool right = i < _radius.X;
        _octant[n] += share * (arc - u - v + uv);
        if (right)
        {
            _octant[n + 1] += share * (u - uv);
        }

        if (j < _radius.Y)
        {
            int next = n + _radius.X + 1;
            _octant[next] += share * (v - uv);
            if (right)
            {
                _octant[next + 1] += share * uv;
            }
        }
    }

    // One octant of the sphere was walked. A lattice point inside an octant gets an eighth of the whole from it; a point on a border
    // plane gets the same from both sides.
    private void FoldSigns()
    {
        for (int k = 0, n = 0; k <= _radius.Z; k++)
        {
            for (int j = 0; j <= _radius.Y; j++)
            {
                for (int i = 0; i <= _radius.X; i++, n++)
                {
                    _octant[n] *= (i == 0 ? 1 : 0.5) * (j == 0 ? 1 : 0.5) * (k == 0 ? 1 : 0.5);
                }
            }
        }
    }
}

using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>
/// Voxels in the distributions of <see cref="KernelGate"/> whose dose leads a fit: those of a corner (where two coordinates lie deep inside,
/// of a half-space) of a ball and of seeds, on lattices, without those that are equal by exchange of axes. The gate itself looks at all voxels.
/// </summary>
internal sealed class DoseTargets
{
    private const int MostPositions = 13;

    private readonly KernelClasses _classes;

    internal DoseTargets(KernelClasses classes)
    {
        _classes = classes;
        AddCorners();
        AddCentred(KernelGate.Ball(classes.Table.SpacingMm), 1);
        foreach (double radiusMm in KernelGate.ShellRadiiMm)
        {
            AddCentred(KernelGate.Shell(classes.Table.SpacingMm, radiusMm), KernelGate.ShellWeight);
        }

        AddSheets();
        AddSeeds();
    }

    /// <summary>Position of each target of a corner that fills x, y, z &gt;= 0 as seen with the sign turned (its dose is the sum of entries up to there), and its dose.</summary>
    internal List<(int X, int Y, int Z, double Dose)> Corners { get; } = [];

    /// <summary>
    /// For each target of ball and seeds the factors of the classes' deviations that give its relative dose error; the centre's deviation is minus the
    /// sum of all others, since the sum of the table is kept, so the first factor is 0.
    /// </summary>
    internal List<double[]> Others { get; } = [];

    private void AddCorners()
    {
        Size3 r = _classes.Table.Radius;
        foreach ((int x, int y, int z) in Lattice(axis => -r[axis], axis => r[axis]).Where(target => _classes.IsFirst(target.X, target.Y, target.Z)))
        {
            double dose = 0;
            for (int k = 0; k <= r.Z; k++)
            {
                for (int j = 0; j <= r.Y; j++)
                {
                    int rows = Signs(j, y) * Signs(k, z);
                    for (int i = 0; rows > 0 && i <= r.X; i++)
                    {
                        dose += rows * Signs(i, x) * _classes.Fractions[_classes.Of(i, j, k)];
                    }
                }
            }

            if (dose >= KernelGate.DoseFloor * _classes.Table.EnergyFractionInside)
            {
                Corners.Add((x, y, z, dose));
            }
        }
    }

    private void AddCentred(List<(int X, int Y, int Z)> body, double weight)
    {
        Size3 last = KernelGate.LastOf(body, _classes.Table.Radius);
        Add([.. body.Select(voxel => (voxel.X, voxel.Y, voxel.Z, 1.0))], Lattice(_ => 0, axis => last[axis]).Where(target => _classes.IsFirst(target.X, target.Y, target.Z)), weight);
    }

    private void AddSheets()
    {
        Size3 r = _classes.Table.Radius;
        foreach (int axis in _classes.GroupOf.Distinct().Select(group => Array.IndexOf(_classes.GroupOf, group)))
        {
            int Across(int other) => other == axis ? 0 : r[other];

            List<(int X, int Y, int Z, double Activity)> sheet = [];
            for (int z = -Across(2); z <= Across(2); z++)
            {
                for (int y = -Across(1); y <= Across(1); y++)
                {
                    for (int x = -Across(0); x <= Across(0); x++)
                    {
                        sheet.Add((x, y, z, 1));
                    }
                }
            }

            Add(sheet, Enumerable.Range(0, r[axis] + 1).Select(n => (axis == 0 ? n : 0, axis == 1 ? n : 0, axis == 2 ? n : 0)));
        }
    }

    private void AddSeeds()
    {
        List<(int X, int Y, int Z, double Activity)> seeds = KernelGate.Seeds(_classes.Table.SpacingMm);
        ((int X, int Y, int Z) first, (int X, int Y, int Z) last) = KernelGate.AroundSeeds(seeds, _classes.Table.Radius);
        int At((int X, int Y, int Z) end, int axis) => axis switch { 0 => end.X, 1 => end.Y, _ => end.Z };
        Add(seeds, Lattice(axis => At(first, axis), axis => At(last, axis)));
    }

    private void Add(List<(int X, int Y, int Z, double Activity)> sources, IEnumerable<(int X, int Y, int Z)> targets, double weight = 1)
    {
        Size3 r = _classes.Table.Radius;
        var doses = new List<(double[] Activities, double Dose)>();
        foreach ((int tx, int ty, int tz) in targets)
        {
            double[] activities = new double[_classes.Fractions.Length];
            foreach ((int x, int y, int z, double activity) in sources)
            {
                (int i, int j, int k) = (Math.Abs(tx - x), Math.Abs(ty - y), Math.Abs(tz - z));
                if (i <= r.X && j <= r.Y && k <= r.Z)
                {
                    activities[_classes.Of(i, j, k)] += activity;
                }
            }

            doses.Add((activities, FixedRows.Dot(activities, _classes.Fractions)));
        }

        double floor = KernelGate.DoseFloor * doses.Max(target => target.Dose);
        foreach ((double[] activities, double dose) in doses.Where(target => target.Dose >= floor))
        {
            double own = activities[0];
            Others.Add([.. activities.Select((activity, n) => weight * (activity - (own * _classes.Copies[n])) / dose)]);
        }
    }

    /// <summary>Points of a lattice of both ends and some positions between them on each axis.</summary>
    private static IEnumerable<(int X, int Y, int Z)> Lattice(Func<int, int> first, Func<int, int> last)
    {
        int[] Positions(int axis)
        {
            int span = last(axis) - first(axis);
            int count = Math.Min(MostPositions, span + 1);
            return [.. Enumerable.Range(0, count).Select(n => first(axis) + (int)Math.Round((double)n * span / Math.Max(1, count - 1)))];
        }

        (int[] xs, int[] ys, int[] zs) = (Positions(0), Positions(1), Positions(2));
        foreach (int z in zs)
        {
            foreach (int y in ys)
            {
                foreach (int x in xs)
                {
                    yield return (x, y, z);
                }
            }
        }
    }

    /// <summary>How many of the offsets +-offset do not lie beyond a limit.</summary>
    private static int Signs(int offset, int limit) => offset == 0
        ? (limit >= 0 ? 1 : 0)
        : (offset <= limit ? 1 : 0) + (-offset <= limit ? 1 : 0);
}

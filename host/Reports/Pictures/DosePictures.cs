using System.Numerics;
using System.Runtime.CompilerServices;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Host.Reports.Pictures;

/// <summary>What pictures need of the doses, taken one method after another, so that no two volumes have to be there at once.</summary>
internal sealed class DosePictures
{
    /// <summary>Voxels of a picture volume at most; keeps the page of a liver with two methods well under 6 MB.</summary>
    private const long MaxVoxels = 700_000;

    private readonly List<Picture> _doses = [];
    private VoxelGrid? _grid;

    /// <summary>Dose by each method.</summary>
    internal IReadOnlyList<Picture> Doses => _doses;

    /// <summary>Where the first method's dose is largest, LPS mm.</summary>
    internal Vec3 MaximumMm { get; private set; }

    /// <summary>The grid of all pictures, around the region of interest.</summary>
    internal VoxelGrid Grid => _grid ?? throw new InvalidOperationException("no dose was taken");

    /// <summary>Takes a method's dose; the first one decides the grid.</summary>
    /// <param name="method">The method, with its volume.</param>
    /// <param name="shapes">Structures, drawn and derived.</param>
    internal void Add(MethodResult method, IReadOnlyList<Structure> shapes)
    {
        Volume dose = method.DoseGy;
        if (_grid is null)
        {
            MaximumMm = Maximum(dose);
            _grid = PictureGrid.Choose(dose.Grid, shapes, [MaximumMm], MaxVoxels);
        }

        float[] values = PictureSampler.Sample(dose, _grid, 0);
        _doses.Add(new(method.Id, MethodNames.Of(method.Id), "Gy", values, 0, PictureSet.Quantile(values, 0.998)));
    }

    private static Vec3 Maximum(Volume dose)
    {
        int slice = dose.Grid.Size.X * dose.Grid.Size.Y;
        float[] maxima = new float[dose.Grid.Size.Z];
        Parallel.For(0, maxima.Length, z => maxima[z] = Largest(dose.Values.AsSpan(z * slice, slice)));
        float largest = maxima.Max();
        int best = Array.IndexOf(maxima, largest) * slice;
        best += dose.Values.AsSpan(best, slice).IndexOf(largest);
        Size3 size = dose.Grid.Size;
        return dose.Grid.IndexToPoint.Apply(new(best % size.X, best / size.X % size.Y, best / (size.X * size.Y)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(ReadOnlySpan<float> values)
    {
        var most = new Vector<float>(float.NegativeInfinity);
        int n = 0;
        for (; n <= values.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            most = Vector.Max(most, new Vector<float>(values[n..]));
        }

        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, most[lane]);
        }

        for (; n < values.Length; n++)
        {
            largest = Math.Max(largest, values[n]);
        }

        return largest;
    }
}

using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Physics;

/// <summary>Blocks of voxels of about a given width, with a margin of empty blocks around the volume.</summary>
internal sealed class BlockGrid
{
    private readonly Size3 _fine;
    private readonly Size3 _block;
    private readonly int _margin;

    internal BlockGrid(Size3 fine, Vec3 spacingMm, double blockMm, int margin)
    {
        int Voxels(double spacing) => Math.Max(1, (int)Math.Round(blockMm / spacing));
        _fine = fine;
        _block = new(Voxels(spacingMm.X), Voxels(spacingMm.Y), Voxels(spacingMm.Z));
        _margin = margin;
        Size = new(Blocks(0), Blocks(1), Blocks(2));
        SpacingMm = new(_block.X * spacingMm.X, _block.Y * spacingMm.Y, _block.Z * spacingMm.Z);
    }

    /// <summary>Number of blocks, margin included.</summary>
    internal Size3 Size { get; }

    /// <summary>Spacing of the blocks, mm.</summary>
    internal Vec3 SpacingMm { get; }

    /// <summary>Mean of each block; beyond the volume there is zero.</summary>
    internal float[] Average(float[] fine)
    {
        double[] sums = new double[Size.Count];
        for (int z = 0, n = 0; z < _fine.Z; z++)
        {
            for (int y = 0; y < _fine.Y; y++)
            {
                int row = Size.X * ((y / _block.Y) + _margin + (Size.Y * ((z / _block.Z) + _margin)));
                for (int x = 0; x < _fine.X; x++, n++)
                {
                    sums[row + (x / _block.X) + _margin] += fine[n];
                }
            }
        }

        double voxels = _block.Count;
        return Array.ConvertAll(sums, sum => (float)(sum / voxels));
    }

    /// <summary>Values at the voxels by cubic interpolation between the centres of the blocks.</summary>
    internal float[] Interpolate(float[] blocks)
    {
        Weights[] alongX = WeightsAlong(0);
        Weights[] alongY = WeightsAlong(1);
        Weights[] alongZ = WeightsAlong(2);
        float[] fine = new float[_fine.Count];
        int layer = Size.X * Size.Y;
        Parallel.For(0, _fine.Z, z =>
        {
            double[] plane = new double[layer];
            Combine(alongZ[z], blocks, plane, layer);
            double[] row = new double[Size.X];
            for (int y = 0; y < _fine.Y; y++)
            {
                Combine(alongY[y], plane, row);
                int n = _fine.X * (y + (_fine.Y * z));
                for (int x = 0; x < _fine.X; x++)
                {
                    Weights w = alongX[x];
                    fine[n + x] = (float)((w.A * row[w.First]) + (w.B * row[w.First + 1]) + (w.C * row[w.First + 2]) + (w.D * row[w.First + 3]));
                }
            }
        });
        return fine;
    }

    private static void Combine(Weights w, float[] blocks, double[] plane, int layer)
    {
        int start = w.First * layer;
        for (int n = 0; n < layer; n++)
        {
            plane[n] = (w.A * blocks[start + n]) + (w.B * blocks[start + layer + n])
                + (w.C * blocks[start + (2 * layer) + n]) + (w.D * blocks[start + (3 * layer) + n]);
        }
    }

    private static void Combine(Weights w, double[] plane, double[] row)
    {
        int start = w.First * row.Length;
        for (int n = 0; n < row.Length; n++)
        {
            row[n] = (w.A * plane[start + n]) + (w.B * plane[start + row.Length + n])
                + (w.C * plane[start + (2 * row.Length) + n]) + (w.D * plane[start + (3 * row.Length) + n]);
        }
    }

    private int Blocks(int axis) => ((_fine[axis] + _block[axis] - 1) / _block[axis]) + (2 * _margin);

    // Keys' cubic convolution with a = -1/2: exact for parabolas.
    private Weights[] WeightsAlong(int axis)
    {
        var weights = new Weights[_fine[axis]];
        for (int n = 0; n < weights.Length; n++)
        {
            double position = ((n + 0.5) / _block[axis]) - 0.5 + _margin;
            int below = (int)Math.Floor(position);
            double t = position - below;
            weights[n] = new(
                below - 1,
                t * (-0.5 + (t * (1 - (0.5 * t)))),
                1 + (t * t * (-2.5 + (1.5 * t))),
                t * (0.5 + (t * (2 - (1.5 * t)))),
                t * t * (-0.5 + (0.5 * t)));
        }

        return weights;
    }

    private readonly record struct Weights(int First, double A, double B, double C, double D);
}

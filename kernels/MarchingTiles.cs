using ILGPU;

namespace VoxelDose.Kernels;

/// <summary>
/// Convolutions with even kernels for GPUs, all in one pass over the volume: a group takes a tile of <see cref="Side"/> x <see cref="Side"/> columns
/// and marches through slices. Each slice is read once into shared memory with the kernel's range around it, summed along x and y there, and along z in registers
/// (<see cref="IRing"/>). Explicitly grouped: <see cref="Side"/> x <see cref="GroupRows"/> threads; a thread takes four rows of one x.
/// </summary>
public static class MarchingTiles
{
    /// <summary>Columns of a tile along x and along y.</summary>
    public const int Side = 32;

    /// <summary>Threads of a group along y.</summary>
    public const int GroupRows = 8;

    /// <summary>Zeros behind a term's profile along y, for the values that only a thread's later rows need.</summary>
    public const int Apron = 3;

    /// <summary>
    /// target = delta source + sum over terms of outer products. The weights hold, for each term: the half profile along z, the whole one along y with
    /// <see cref="Apron"/> zeros behind it, and the half one along x. Shared floats: weights + h (w + Side), with w and h Side + 2 radius.
    /// </summary>
    public static void Separable<TRing, TRoom>(ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, MarchPlan plan)
        where TRing : unmanaged, IRing
        where TRoom : unmanaged, IRoom
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(TRoom.Floats);
        Extent radius = plan.Radius;
        int wide = Side + (2 * radius.X);
        int high = Side + (2 * radius.Y);
        int slice = plan.Weights;
        int alongX = slice + (wide * high);
        int tx = Group.IdxX;
        int ty = Group.IdxY;
        CopyWeights(weights, shared, plan.Weights);
        var ring = default(TRing);
        int z0 = plan.Output.Z + (Grid.IdxZ * plan.Depth);
        int z1 = IntrinsicMath.Min(z0 + plan.Depth, plan.Output.Z + plan.Output.Depth);
        for (int z = z0 - radius.Z; z < z1 + radius.Z; z++)
        {
            if (z >= plan.Box.Z && z < plan.Box.Z + plan.Box.Depth)
            {
                Load(source, shared, slice, wide, high, z, plan);
                SharedMemoryBarrier.Wait();
                int weight = 0;
                for (int k = 0; k < plan.Terms; k++)
                {
                    int weightY = weight + radius.Z + 1;
                    int weightX = weightY + (2 * radius.Y) + 1 + Apron;
                    for (int row = ty; row < high; row += 2 * GroupRows)
                    {
                        SumX(shared, slice + tx + radius.X, wide, weightX, radius.X, alongX + tx, row, IntrinsicMath.Min(row + GroupRows, high - 1));
                    }

                    SharedMemoryBarrier.Wait();
                    ring.Add(shared, weight + radius.Z, 1, SumY(shared, alongX + tx + (4 * ty * Side), weightY, radius.Y));
                    SharedMemoryBarrier.Wait();
                    weight = weightX + radius.X + 1;
                }
            }

            Store(source, ring.Advance(default), target, z - radius.Z, z0, plan);
        }
    }

    /// <summary>
    /// target = sum over every offset of weights[|dx|, |dy|, |dz|] source[. - offset]: the four places at the same |dx| and |dy| are added before they
    /// are multiplied. Shared floats: weights + w h, with w and h Side + 2 radius.
    /// </summary>
    public static void Direct<TRing, TRoom>(ArrayView<float> source, ArrayView<float> weights, ArrayView<float> target, MarchPlan plan)
        where TRing : unmanaged, IRing
        where TRoom : unmanaged, IRoom
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(TRoom.Floats);
        Extent radius = plan.Radius;
        int wide = Side + (2 * radius.X);
        int high = Side + (2 * radius.Y);
        int slice = plan.Weights;
        CopyWeights(weights, shared, plan.Weights);
        int plane = (radius.X + 1) * (radius.Y + 1);
        int centre = slice + Group.IdxX + radius.X + (((4 * Group.IdxY) + radius.Y) * wide);
        var ring = default(TRing);
        int z0 = plan.Output.Z + (Grid.IdxZ * plan.Depth);
        int z1 = IntrinsicMath.Min(z0 + plan.Depth, plan.Output.Z + plan.Output.Depth);
        for (int z = z0 - radius.Z; z < z1 + radius.Z; z++)
        {
            if (z >= plan.Box.Z && z < plan.Box.Z + plan.Box.Depth)
            {
                Load(source, shared, slice, wide, high, z, plan);
                SharedMemoryBarrier.Wait();
                for (int dy = 0; dy <= radius.Y; dy++)
                {
                    for (int dx = 0; dx <= radius.X; dx++)
                    {
                        Quad sum = dy == 0
                            ? Row(shared, centre, dx, wide)
                            : Row(shared, centre - (dy * wide), dx, wide).Plus(Row(shared, centre + (dy * wide), dx, wide));
                        ring.Add(shared, dx + ((radius.X + 1) * dy) + (plane * radius.Z), plane, sum);
                    }
                }

                SharedMemoryBarrier.Wait();
            }

            Store(source, ring.Advance(default), target, z - radius.Z, z0, plan);
        }
    }

    private static void CopyWeights(ArrayView<float> weights, ArrayView<float> shared, int count)
    {
        for (int n = Group.IdxX + (Side * Group.IdxY); n < count; n += Side * GroupRows)
        {
            shared[n] = weights[n];
        }
    }

    /// <summary>Reads the tile's part of a slice with the kernel's range around it; zero beyond the box.</summary>
    private static void Load(ArrayView<float> source, ArrayView<float> shared, int slice, int wide, int high, int z, MarchPlan plan)
    {
        int x0 = plan.Output.X + (Grid.IdxX * Side) - plan.Radius.X;
        int y0 = plan.Output.Y + (Grid.IdxY * Side) - plan.Radius.Y;
        for (int row = Group.IdxY; row < high; row += GroupRows)
        {
            int y = y0 + row;
            bool isRow = y >= plan.Box.Y && y < plan.Box.Y + plan.Box.Height;
            for (int column = Group.IdxX; column < wide; column += Side)
            {
                int x = x0 + column;
                float value = 0f;
                if (isRow && x >= plan.Box.X && x < plan.Box.X + plan.Box.Width)
                {
                    value = source[x + (plan.Size.X * (y + (plan.Size.Y * z)))];
                }

                shared[slice + (row * wide) + column] = value;
            }
        }
    }

    /// <summary>Sums two rows along x; both are the same where only one is left.</summary>
    private static void SumX(ArrayView<float> shared, int from, int wide, int weight, int radius, int to, int first, int second)
    {
        int a = from + (first * wide);
        int b = from + (second * wide);
        float w = shared[weight];
        float sumA = w * shared[a];
        float sumB = w * shared[b];
        for (int d = 1; d <= radius; d++)
        {
            w = shared[weight + d];
            sumA += w * (shared[a - d] + shared[a + d]);
            sumB += w * (shared[b - d] + shared[b + d]);
        }

        shared[to + (first * Side)] = sumA;
        shared[to + (second * Side)] = sumB;
    }

    /// <summary>Sums four rows along y: each value and each weight is read once and serves all four.</summary>
    private static Quad SumY(ArrayView<float> shared, int from, int weight, int radius)
    {
        var sum = default(Quad);
        float wb = 0f;
        float wc = 0f;
        float wd = 0f;
        for (int t = 0; t <= (2 * radius) + Apron; t++)
        {
            float wa = shared[weight + t];
            float value = shared[from + (t * Side)];
            sum.A += wa * value;
            sum.B += wb * value;
            sum.C += wc * value;
            sum.D += wd * value;
            wd = wc;
            wc = wb;
            wb = wa;
        }

        return sum;
    }

    /// <summary>The sums of the places at a distance along x, for four rows.</summary>
    private static Quad Row(ArrayView<float> shared, int centre, int dx, int wide)
    {
        if (dx == 0)
        {
            return new()
            {
                A = shared[centre],
                B = shared[centre + wide],
                C = shared[centre + (2 * wide)],
                D = shared[centre + (3 * wide)],
            };
        }

        return new()
        {
            A = shared[centre - dx] + shared[centre + dx],
            B = shared[centre + wide - dx] + shared[centre + wide + dx],
            C = shared[centre + (2 * wide) - dx] + shared[centre + (2 * wide) + dx],
            D = shared[centre + (3 * wide) - dx] + shared[centre + (3 * wide) + dx],
        };
    }

    private static void Store(ArrayView<float> source, Quad sum, ArrayView<float> target, int z, int z0, MarchPlan plan)
    {
        int x = (Grid.IdxX * Side) + Group.IdxX;
        int y = (Grid.IdxY * Side) + (4 * Group.IdxY);
        if (z < z0 || x >= plan.Output.Width)
        {
            return;
        }

        int at = plan.Output.X + x + (plan.Size.X * (plan.Output.Y + y + (plan.Size.Y * z)));
        StoreRow(source, sum.A, target, at, y, plan);
        StoreRow(source, sum.B, target, at + plan.Size.X, y + 1, plan);
        StoreRow(source, sum.C, target, at + (2 * plan.Size.X), y + 2, plan);
        StoreRow(source, sum.D, target, at + (3 * plan.Size.X), y + 3, plan);
    }

    private static void StoreRow(ArrayView<float> source, float sum, ArrayView<float> target, int at, int y, MarchPlan plan)
    {
        if (y < plan.Output.Height)
        {
            target[at] = plan.Delta == 0f ? sum : sum + (plan.Delta * source[at]);
        }
    }
}

using ILGPU;

namespace VoxelDose.Kernels.Comparison;

/// <summary>Gamma of two doses: least distance in space and dose from each reference voxel to the interpolated evaluated dose.</summary>
public static class GammaKernels
{
    /// <summary>What a voxel below the cutoff gets.</summary>
    public const float BelowCutoff = -2;

    /// <summary>What a voxel outside the evaluated volume gets.</summary>
    public const float OutsideVolume = -1;

    /// <summary>Halvings of a cell, together: parts of 1/1024 along each axis.</summary>
    private const int DeepestLevel = 30;

    /// <summary>
    /// Branch and bound without a stack: cells in the order of their distance, each halved again and again where its bound leaves room, the
    /// place in the tree of halves kept in a few words. A thread takes <c>Chunk</c> neighbouring voxels of the reference.
    /// </summary>
    /// <param name="thread">The thread.</param>
    /// <param name="reference">Reference dose, Gy.</param>
    /// <param name="evaluated">Evaluated dose, Gy.</param>
    /// <param name="whole">Whole evaluated voxels that each reference index adds, as in <see cref="Resampling.Trilinear"/>.</param>
    /// <param name="fraction">Fractions of them.</param>
    /// <param name="cells">Four numbers a cell: offset along x, y, z from the cell that holds the point, least distance^2; nearest first.</param>
    /// <param name="gamma">Gamma of each reference voxel, or one of the two constants.</param>
    /// <param name="rules">What is asked.</param>
    public static void Minimum(
        Index1D thread,
        ArrayView<float> reference,
        ArrayView<float> evaluated,
        ArrayView<int> whole,
        ArrayView<float> fraction,
        ArrayView<float> cells,
        ArrayView<float> gamma,
        GammaRules rules)
    {
        Extent size = rules.ReferenceSize;
        int end = IntrinsicMath.Min((thread.X + 1) * rules.Chunk, size.X * size.Y * size.Z);
        for (int n = thread.X * rules.Chunk; n < end; n++)
        {
            gamma[n] = reference[n] >= rules.CutoffGy ? OfVoxel(n, reference[n], evaluated, whole, fraction, cells, rules) : BelowCutoff;
        }
    }

    private static float OfVoxel(
        int n, float doseGy, ArrayView<float> evaluated, ArrayView<int> whole, ArrayView<float> fraction, ArrayView<float> cells, GammaRules rules)
    {
        int row = n / rules.ReferenceSize.X;
        int z = row / rules.ReferenceSize.Y;
        int a = 3 * (n - (row * rules.ReferenceSize.X));
        int b = 3 * (rules.ReferenceSize.X + row - (z * rules.ReferenceSize.Y));
        int c = 3 * (rules.ReferenceSize.X + rules.ReferenceSize.Y + z);
        float u = fraction[a] + fraction[b] + fraction[c];
        float v = fraction[a + 1] + fraction[b + 1] + fraction[c + 1];
        float w = fraction[a + 2] + fraction[b + 2] + fraction[c + 2];
        int i = whole[a] + whole[b] + whole[c] + (int)u;
        int j = whole[a + 1] + whole[b + 1] + whole[c + 1] + (int)v;
        int k = whole[a + 2] + whole[b + 2] + whole[c + 2] + (int)w;
        u -= (int)u;
        v -= (int)v;
        w -= (int)w;
        if (!Resampling.IsInside(i, u, rules.Size.X, rules.Edge) || !Resampling.IsInside(j, v, rules.Size.Y, rules.Edge) ||
            !Resampling.IsInside(k, w, rules.Size.Z, rules.Edge))
        {
            return OutsideVolume;
        }

        float perDelta = 1f / (rules.IsLocal != 0 ? rules.Difference * doseGy : rules.Difference);
        float best = rules.MaxGamma * rules.MaxGamma;
        for (int cell = 0; cell < rules.Cells; cell++)
        {
            float enough = Enough(best, rules.Tolerance);
            if (cells[(4 * cell) + 3] >= enough)
            {
                break;
            }

            int ox = (int)cells[4 * cell], oy = (int)cells[(4 * cell) + 1], oz = (int)cells[(4 * cell) + 2];
            int x = i + ox, y = j + oy, zz = k + oz;
            if (x >= -1 && y >= -1 && zz >= -1 && x < rules.Size.X && y < rules.Size.Y && zz < rules.Size.Z)
            {
                GammaBox box = Cell(evaluated, x, y, zz, ox - u, oy - v, oz - w, doseGy, perDelta, rules);
                float sum = box.V0 + box.V1 + box.V2 + box.V3 + box.V4 + box.V5 + box.V6 + box.V7;

                // A dose that is not a finite number is no dose: its cells are passed over.
                if (sum - sum == 0 && GammaBox.Coarse(box) < enough)
                {
                    best = Descend(box, best, rules.Tolerance);
                }
            }
        }

        return MathF.Sqrt(best);
    }

    /// <summary>Only a bound below this can still undercut the best by more than the tolerance.</summary>
    private static float Enough(float best, float tolerance)
    {
        float gamma = IntrinsicMath.Max(MathF.Sqrt(best) - tolerance, 0f);
        return gamma * gamma;
    }

    /// <summary>The cell between centres (x, y, z) and (x + 1, ...), cut at half a voxel beyond the outermost centres.</summary>
    private static GammaBox Cell(
        ArrayView<float> evaluated, int x, int y, int z, float dx, float dy, float dz, float doseGy, float perDelta, GammaRules rules)
    {
        Extent size = rules.Size;
        int x0 = IntrinsicMath.Max(x, 0), x1 = IntrinsicMath.Min(x + 1, size.X - 1);
        int y0 = IntrinsicMath.Max(y, 0) * size.X, y1 = IntrinsicMath.Min(y + 1, size.Y - 1) * size.X;
        int z0 = IntrinsicMath.Max(z, 0) * size.X * size.Y, z1 = IntrinsicMath.Min(z + 1, size.Z - 1) * size.X * size.Y;
        return new()
        {
            X0 = (dx + Start(x)) * rules.ScaleX,
            Y0 = (dy + Start(y)) * rules.ScaleY,
            Z0 = (dz + Start(z)) * rules.ScaleZ,
            SizeX = (End(x, size.X) - Start(x)) * rules.ScaleX,
            SizeY = (End(y, size.Y) - Start(y)) * rules.ScaleY,
            SizeZ = (End(z, size.Z) - Start(z)) * rules.ScaleZ,
            V0 = (evaluated[x0 + y0 + z0] - doseGy) * perDelta,
            V1 = (evaluated[x1 + y0 + z0] - doseGy) * perDelta,
            V2 = (evaluated[x0 + y1 + z0] - doseGy) * perDelta,
            V3 = (evaluated[x1 + y1 + z0] - doseGy) * perDelta,
            V4 = (evaluated[x0 + y0 + z1] - doseGy) * perDelta,
            V5 = (evaluated[x1 + y0 + z1] - doseGy) * perDelta,
            V6 = (evaluated[x0 + y1 + z1] - doseGy) * perDelta,
            V7 = (evaluated[x1 + y1 + z1] - doseGy) * perDelta,
        };
    }

    private static float Start(int cell) => cell < 0 ? 0.5f : 0f;

    private static float End(int cell, int count) => cell == count - 1 ? 0.5f : 1f;

    /// <summary>Least gamma^2 of a cell, or the best so far. Parts are numbered along each axis; bits tell for each level which axis was halved and whether the other half is done.</summary>
    private static float Descend(GammaBox cell, float best, float tolerance)
    {
        int ix = 0, iy = 0, iz = 0, levelX = 0, levelY = 0, levelZ = 0, depth = 0;
        uint alongY = 0, alongZ = 0, isSecond = 0;
        bool isLeft = true;
        while (isLeft)
        {
            GammaBox part = GammaBox.Part(cell, ix, iy, iz, levelX, levelY, levelZ);
            GammaBound bound = GammaBox.Fine(part);
            best = bound.Reached < best ? bound.Reached : best;
            if (bound.Least < Enough(best, tolerance) && depth < DeepestLevel)
            {
                // The half that holds the best point of the plane goes first.
                uint bit = 1u << depth;
                alongY &= ~bit;
                alongZ &= ~bit;
                isSecond &= ~bit;
                if (part.SizeX >= part.SizeY && part.SizeX >= part.SizeZ)
                {
                    ix = (2 * ix) + (bound.X >= part.X0 + (0.5f * part.SizeX) ? 1 : 0);
                    levelX++;
                }
                else if (part.SizeY >= part.SizeZ)
                {
                    iy = (2 * iy) + (bound.Y >= part.Y0 + (0.5f * part.SizeY) ? 1 : 0);
                    levelY++;
                    alongY |= bit;
                }
                else
                {
                    iz = (2 * iz) + (bound.Z >= part.Z0 + (0.5f * part.SizeZ) ? 1 : 0);
                    levelZ++;
                    alongZ |= bit;
                }

                depth++;
            }
            else
            {
                // Up past all parts of which both halves are done, then to the other half.
                while (depth > 0 && (isSecond & (1u << (depth - 1))) != 0)
                {
                    depth--;
                    uint done = 1u << depth;
                    int y = (alongY & done) != 0 ? 1 : 0, z = (alongZ & done) != 0 ? 1 : 0, x = 1 - y - z;
                    ix >>= x;
                    iy >>= y;
                    iz >>= z;
                    levelX -= x;
                    levelY -= y;
                    levelZ -= z;
                }

                isLeft = depth > 0;
                if (isLeft)
                {
                    uint last = 1u << (depth - 1);
                    int y = (alongY & last) != 0 ? 1 : 0, z = (alongZ & last) != 0 ? 1 : 0;
                    isSecond |= last;
                    ix ^= 1 - y - z;
                    iy ^= y;
                    iz ^= z;
                }
            }
        }

        return best;
    }
}

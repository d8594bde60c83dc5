namespace VoxelDose.Engine.Physics;

/// <summary>Solves the damped normal equations of a least-squares step.</summary>
internal static class Cholesky
{
    /// <summary>
    /// Solves (A + damping diag(A)) x = b for a symmetric matrix of which the lower triangle is given, row by row.
    /// </summary>
    /// <returns>False where the damped matrix is not positive definite.</returns>
    internal static bool TrySolve(double[] lower, double damping, double[] right, double[] factor, double[] solution)
    {
        int count = right.Length;
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            largest = Math.Max(largest, lower[(i * count) + i]);
        }

        // Parameters that move nothing have a zero on the diagonal; a trace of the largest keeps them still.
        const double trace = 1e-14;
        for (int i = 0; i < count; i++)
        {
            Span<double> rowI = factor.AsSpan(i * count, i + 1);
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> rowJ = factor.AsSpan(j * count, j + 1);
                double value = lower[(i * count) + j];
                if (i == j)
                {
                    value += (damping * value) + (trace * largest);
                }

                value -= FixedRows.Dot(rowI[..j], rowJ[..j]);
                if (i == j)
                {
                    if (!(value > 0))
                    {
                        return false;
                    }

                    rowI[i] = Math.Sqrt(value);
                }
                else
                {
                    rowI[j] = value / rowJ[j];
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            double value = right[i];
            for (int k = 0; k < i; k++)
            {
                value -= factor[(i * count) + k] * solution[k];
            }

            solution[i] = value / factor[(i * count) + i];
        }

        for (int i = count - 1; i >= 0; i--)
        {
            double value = solution[i];
            for (int k = i + 1; k < count; k++)
            {
                value -= factor[(k * count) + i] * solution[k];
            }

            solution[i] = value / factor[(i * count) + i];
        }

        return true;
    }
}

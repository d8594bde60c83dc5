using System.Globalization;
using System.Text;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Bench;

/// <summary>The part of a report that only devices have: resident data and transfers, against the device's floors.</summary>
internal static class DeviceTable
{
    internal static string Markdown(IReadOnlyList<ConvolutionResult> results)
    {
        var text = new StringBuilder("""

            Volumes on the device ("resident") and with one volume sent there and one fetched. The floor of a case is the greater of copying it once and, where the form is
            separable, its multiply-adds.

            | case | form | resident, ms | times the floor | with transfers, ms |
            |---|---|---|---|---|

            """);
        foreach (ConvolutionResult r in results.Where(r => r.WithTransfers is not null))
        {
            double floorMs = double.IsFinite(r.FmaFloorMs ?? 0) ? Math.Max(r.CopyFloorMs, r.FmaFloorMs ?? 0) : r.CopyFloorMs;
            string form = r.Algorithm == ConvolutionAlgorithm.Separable ? $"delta + {r.Terms}" : r.Algorithm.ToString().ToLowerInvariant();
            text.Append(CultureInfo.InvariantCulture, $"| {r.Case} | {form} | {r.Ours.MedianWallMs:F3} | {r.Ours.MedianWallMs / floorMs:F1} | {r.WithTransfers!.MedianWallMs:F2} |\n");
        }

        return text.ToString();
    }
}

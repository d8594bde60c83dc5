using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Batch;

namespace VoxelDose.Host.Cases;

/// <summary>
/// --max-memory: a run that would need more of the host's memory is refused before anything is read. Nothing else changes: every convolution already works
/// through slabs with halo whose depth follows from grid and kernel alone (docs/performance.md), so the dose of a run that fits is the same to the bit.
/// </summary>
internal static class MemoryLimit
{
    /// <summary>Code of the note in the result.</summary>
    internal const string Code = "memory-limit";

    private const long BytesPerMb = 1_000_000;

    private static readonly (string Unit, long Bytes)[] Units =
        [("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40), ("KB", 1_000), ("MB", BytesPerMb), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000)];

    /// <summary>Bytes of a size such as 700MB, 2GB or 1.5GiB; null where the text is none.</summary>
    internal static long? Parse(string text)
    {
        foreach ((string unit, long bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
                    && value > 0 && value * bytes < long.MaxValue ? (long)(value * bytes) : null;
            }
        }

        return null;
    }

    /// <summary>Refuses a case that needs more than its limit; says otherwise what was planned with. Null where there is no limit.</summary>
    /// <exception cref="InvalidInputException">The estimate is above the limit.</exception>
    internal static Warning? Check(DoseCase dose)
    {
        if (dose.MaxMemoryBytes is not { } limit)
        {
            return null;
        }

        long needed = CaseMemory.EstimateBytes(dose);
        return needed <= limit
            ? new(Code, $"--max-memory {Mb(limit)} MB: the run was planned with {Mb(needed)} MB of the host's memory at most; the limit changes no dose")
            : throw new InvalidInputException(
                $"--max-memory {Mb(limit)} MB: this run needs up to {Mb(needed)} MB of the host's memory, most of it the volumes themselves (estimated from the headers, upper bound); " +
                $"give --max-memory {Mb(needed + BytesPerMb)}MB, or crop or resample the image, or ask for fewer methods");
    }

    private static string Mb(long bytes) => (bytes / BytesPerMb).ToString(CultureInfo.InvariantCulture);
}

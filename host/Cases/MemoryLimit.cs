using System.Globalization;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Host.Batch;

namespace VoxelDose.Host.Cases;

/// <summary>
/// --max-memory: a run that would need more of the host's memory holds fewer volumes at a time, with the same numbers to the bit, and is refused before anything is read where that does not
/// suffice either (docs/adr/0091-a-memory-limit-spares-volumes.md).
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

    /// <summary>Decides how a case goes about its memory.</summary>
    /// <exception cref="InvalidInputException">No way suffices.</exception>
    internal static MemoryPlan Plan(DoseCase dose)
    {
        if (dose.MaxMemoryBytes is not { } limit)
        {
            return new(false, null);
        }

        long plain = CaseMemory.EstimateBytes(dose);
        if (plain <= limit)
        {
            return new(false, Note($"planned with {Mb(plain)} MB of the host's memory at most, all volumes at once"));
        }

        bool canSpare = CaseMemory.CanSpare(dose);
        long least = canSpare ? Math.Min(plain, CaseMemory.SparingBytes(dose)) : plain;
        return least <= limit
            ? new(true, Note(
                $"planned with {Mb(least)} MB of the host's memory at most (all volumes at once: up to {Mb(plain)} MB): one method after another, each convolved slab by slab in the place " +
                "of its source, unused memory given back at once"))
            : throw new InvalidInputException(
                $"--max-memory {Mb(limit)} MB: this run needs up to {Mb(least)} MB of the host's memory, most of it the volumes themselves (estimated from the headers); " +
                $"give --max-memory {Mb(least + BytesPerMb)}MB, or crop or resample the image" +
                (canSpare ? string.Empty : ", or leave out --dicom-out, --dvh-band and --tail, which need every dose at once"));

        Warning Note(string how) => new(Code, $"--max-memory {Mb(limit)} MB: {how}; the limit changes no dose");
    }

    private static string Mb(long bytes) => bytes < BytesPerMb ? ((double)bytes / BytesPerMb).ToString("0.###", CultureInfo.InvariantCulture) : (bytes / BytesPerMb).ToString(CultureInfo.InvariantCulture);
}

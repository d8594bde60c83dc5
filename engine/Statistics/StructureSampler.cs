using System.Buffers;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Statistics;

/// <summary>
/// Lays a structure on an image. Each voxel of the structure's own grid is divided on each axis into ceil(its spacing / image spacing)
/// equal parts (the image axis is the one that points most nearly the same way); the volumes are interpolated trilinearly at the parts'
/// centres. Within the image's outer half voxel the position is clamped to the outermost voxel centres; a sample beyond it is left out.
/// </summary>
public static class StructureSampler
{
    /// <summary>Samples a chunk aims at; chunks, not threads, decide the order of the samples.</summary>
    private const int ChunkSamples = 1 << 14;

    /// <summary>A spacing this much (relative) above a multiple of the image's is taken as that multiple: headers are rounded.</summary>
    private const double SpacingGuard = 1e-6;

    /// <summary>Samples volumes that share one grid.</summary>
    /// <param name="structure">The structure, seen from the frame of the image.</param>
    /// <param name="imageGrid">Grid of the volumes.</param>
    /// <param name="volumes">Values on that grid, x fastest.</param>
    /// <returns>Values and weights of the samples that lie in the image.</returns>
    /// <exception cref="ArgumentException">A volume has another length than the grid.</exception>
    /// <exception cref="InvalidInputException">The structure's grid is so coarse that the samples do not fit into memory.</exception>
    public static StructureSamples Sample(Structure structure, VoxelGrid imageGrid, IReadOnlyList<float[]> volumes)
    {
        Size3 parts = PartsPerAxis(structure.Grid, imageGrid);
        return Gather(structure, imageGrid, volumes, parts, SubPositions.Centres(parts));
    }

    /// <summary>Number of parts that a structure's voxel is divided into on each of its axes.</summary>
    internal static Size3 PartsPerAxis(VoxelGrid structureGrid, VoxelGrid imageGrid)
    {
        Span<int> parts = stackalloc int[3];
        for (int axis = 0; axis < 3; axis++)
        {
            Vec3 direction = structureGrid.Direction.Column(axis);
            int nearest = 0;
            double best = -1;
            for (int other = 0; other < 3; other++)
            {
                double alignment = Math.Abs(Vec3.Dot(direction, imageGrid.Direction.Column(other)));
                // A margin, so that an oblique grid at exactly 45 degrees takes the lower axis on every machine.
                if (alignment > best + SpacingGuard)
                {
                    (nearest, best) = (other, alignment);
                }
            }

            double ratio = structureGrid.SpacingMm[axis] / imageGrid.SpacingMm[nearest];
            double count = Math.Max(1, Math.Ceiling(ratio * (1 - SpacingGuard)));
            parts[axis] = count <= 4096 ? (int)count : throw new InvalidInputException(
                $"a structure's voxels are {structureGrid.SpacingMm[axis]:g4} mm wide and the image's {imageGrid.SpacingMm[nearest]:g4} mm: " +
                "a factor above 4096 is no plausible pair; check the units of both files (mm expected)");
        }

        return new(parts[0], parts[1], parts[2]);
    }

    /// <summary>Values at the given positions within each covered voxel.</summary>
    internal static StructureSamples Gather(
        Structure structure, VoxelGrid imageGrid, IReadOnlyList<float[]> volumes, Size3 parts, SubPositions positions)
    {
        foreach (float[] volume in volumes)
        {
            if (volume.LongLength != imageGrid.Size.Count)
            {
                throw new ArgumentException($"a grid of {imageGrid.Size} voxels needs {imageGrid.Size.Count} values, found {volume.LongLength}", nameof(volumes));
            }
        }

        long upperBound = structure.VoxelCount * positions.PerVoxel;
        if (upperBound > Array.MaxLength)
        {
            throw new InvalidInputException(
                $"structure '{structure.Name}' needs {upperBound} samples on this image; at most {Array.MaxLength} fit: give it on a finer or smaller grid");
        }

        (int[] firstRun, int[] firstSample) = Split(structure.Runs, positions.PerVoxel);
        int chunks = firstRun.Length - 1;
        var values = volumes.Select(_ => ArrayPool<float>.Shared.Rent((int)upperBound)).ToArray();
        float uniform = structure.Runs.Count > 0 ? structure.Runs[0].Coverage : 1;
        float[]? coverages = structure.Runs.All(run => run.Coverage == uniform) ? null : ArrayPool<float>.Shared.Rent((int)upperBound);
        int[] kept = new int[chunks];
        var gatherer = new SampleGatherer(structure, imageGrid, volumes, positions, values, coverages);
        Chunks.ForEach(chunks, chunk =>
            kept[chunk] = gatherer.Fill(firstRun[chunk], firstRun[chunk + 1], firstSample[chunk]));
        int count = Compact(values, coverages, firstSample, kept);
        double partMl = structure.Grid.VoxelVolumeMl / positions.PerVoxel;
        return new(structure.VolumeMl, partMl, uniform, coverages, values, count);
    }

    private static (int[] FirstRun, int[] FirstSample) Split(IReadOnlyList<CoverageRun> runs, int perVoxel)
    {
        var firstRun = new List<int> { 0 };
        var firstSample = new List<int> { 0 };
        long samples = 0;
        for (int n = 0; n < runs.Count; n++)
        {
            samples += (long)runs[n].Length * perVoxel;
            if (samples - firstSample[^1] >= ChunkSamples || n == runs.Count - 1)
            {
                firstRun.Add(n + 1);
                firstSample.Add((int)samples);
            }
        }

        return ([.. firstRun], [.. firstSample]);
    }

    private static int Compact(float[][] values, float[]? coverages, int[] firstSample, int[] kept)
    {
        int end = 0;
        for (int chunk = 0; chunk < kept.Length; chunk++)
        {
            int start = firstSample[chunk];
            if (start != end)
            {
                foreach (float[] array in values)
                {
                    Array.Copy(array, start, array, end, kept[chunk]);
                }

                if (coverages is not null)
                {
                    Array.Copy(coverages, start, coverages, end, kept[chunk]);
                }
            }

            end += kept[chunk];
        }

        return end;
    }
}

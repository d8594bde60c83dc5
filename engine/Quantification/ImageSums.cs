using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Quantification;

/// <summary>Sums over all voxels in double precision, slice by slice in a fixed order so that threads do not change a bit.</summary>
internal readonly record struct ImageSums(double Positive, double Negative)
{
    internal double Total => Positive + Negative;

    internal static ImageSums Of(Volume volume)
    {
        int slice = volume.Grid.Size.X * volume.Grid.Size.Y;
        var parts = new ImageSums[volume.Grid.Size.Z];
        Parallel.For(0, parts.Length, z =>
        {
            double positive = 0;
            double negative = 0;
            foreach (float value in volume.Values.AsSpan(z * slice, slice))
            {
                positive += Math.Max(value, 0);
                negative += Math.Min(value, 0);
            }

            parts[z] = new(positive, negative);
        });
        return parts.Aggregate(default(ImageSums), (sum, part) => new(sum.Positive + part.Positive, sum.Negative + part.Negative));
    }
}

using System.IO.Compression;
using VoxelDose.Host.Reports.Pictures;

namespace VoxelDose.Host.Reports.Page;

/// <summary>Packs sampled volumes for the page's script.</summary>
internal static class PageVolumes
{
    /// <summary>Packs values in as many steps as the eye and the read-out can use.</summary>
    internal static PageVolume Pack(Picture picture, int steps)
    {
        float[] values = picture.Values;
        float low = float.PositiveInfinity;
        float high = float.NegativeInfinity;
        foreach (float value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        double scale = high > low ? (high - low) / (double)steps : 1;
        var bytes = new byte[2 * values.Length];
        int before = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int n = (int)Math.Round((values[i] - low) / scale);
            int step = n - before;
            bytes[i] = (byte)step;
            bytes[values.Length + i] = (byte)(step >> 8);
            before = n;
        }

        return new(
            picture.Id, picture.Label, picture.Unit, low, scale, picture.WindowLow, picture.WindowHigh, Compress(bytes));
    }

    internal static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }

        return target.ToArray();
    }
}

using System.Globalization;

namespace VoxelDose.Host.Io;

/// <summary>Reads values that stand as text, separated by white space or commas.</summary>
internal static class TextPayload
{
    internal static void Read(VoxelPayload payload, FileStream file, PayloadReader.Block take)
    {
        long count = (long)payload.ValueCount;
        file.Position = payload.Offset;
        using var reader = new StreamReader(file, System.Text.Encoding.ASCII, false, 1 << 16);
        float[] values = new float[(int)Math.Min(PayloadReader.BlockValues, count)];
        Span<char> token = stackalloc char[64];
        long first = 0;
        int filled = 0;
        int length = 0;
        while (true)
        {
            int c = reader.Read();
            if (c >= 0 && !char.IsWhiteSpace((char)c) && c != ',')
            {
                if (length == token.Length)
                {
                    throw InputError.Of(payload.Path, $"value {first + filled} of the text data", token.ToString(), "a number");
                }

                token[length++] = (char)c;
                continue;
            }

            if (length > 0)
            {
                if (first + filled == count)
                {
                    throw InputError.Of(payload.Path, $"there are more than the declared {count} values; the size in the header is wrong");
                }

                values[filled] = Parse(payload, first + filled, token[..length]);
                filled++;
                length = 0;
                if (filled == values.Length)
                {
                    PayloadReader.Hand(payload, first, values, take);
                    first += filled;
                    filled = 0;
                }
            }

            if (c < 0)
            {
                break;
            }
        }

        PayloadReader.Hand(payload, first, values.AsSpan(0, filled), take);
        if (first + filled != count)
        {
            throw InputError.Of(payload.Path, $"there are {first + filled} values; the header declares {count}: the file is truncated or its header wrong");
        }
    }

    private static float Parse(VoxelPayload payload, long index, ReadOnlySpan<char> token)
    {
        if (!double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw InputError.Of(payload.Path, $"value {index} of the text data", token.ToString(), "a number");
        }

        (double low, double high) = payload.Type switch
        {
            ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ScalarType.UInt8 => (byte.MinValue, byte.MaxValue),
            ScalarType.Int16 => (short.MinValue, short.MaxValue),
            ScalarType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            ScalarType.Int32 => (int.MinValue, int.MaxValue),
            ScalarType.UInt32 => (uint.MinValue, uint.MaxValue),
            ScalarType.Int64 => (long.MinValue, long.MaxValue),
            ScalarType.UInt64 => (ulong.MinValue, ulong.MaxValue),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        bool whole = payload.Type is ScalarType.Float32 or ScalarType.Float64 || value == Math.Floor(value);
        if (!double.IsNaN(value) && (value < low || value > high || !whole))
        {
            throw InputError.Of(payload.Path, $"value {index} of the text data", token.ToString(), $"a value of the declared type {payload.Type}");
        }

        return (float)((value * payload.Slope) + payload.Intercept);
    }
}

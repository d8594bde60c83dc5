using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace VoxelDose.Host.Io;

/// <summary>Turns stored bytes into float32 values.</summary>
internal static class ScalarDecoder
{
    internal static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Int8 or ScalarType.UInt8 => 1,
        ScalarType.Int16 or ScalarType.UInt16 => 2,
        ScalarType.Int32 or ScalarType.UInt32 or ScalarType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Decodes a block. The bytes are brought into the machine's order in place.</summary>
    internal static void Decode(VoxelPayload payload, Span<byte> bytes, Span<float> values)
    {
        if (payload.BigEndian == BitConverter.IsLittleEndian)
        {
            Reverse(SizeOf(payload.Type), bytes);
        }

        switch (payload.Type)
        {
            case ScalarType.Int8: Convert<sbyte>(payload, bytes, values); break;
            case ScalarType.UInt8: Convert<byte>(payload, bytes, values); break;
            case ScalarType.Int16: Convert<short>(payload, bytes, values); break;
            case ScalarType.UInt16: Convert<ushort>(payload, bytes, values); break;
            case ScalarType.Int32: Convert<int>(payload, bytes, values); break;
            case ScalarType.UInt32: Convert<uint>(payload, bytes, values); break;
            case ScalarType.Int64: Convert<long>(payload, bytes, values); break;
            case ScalarType.UInt64: Convert<ulong>(payload, bytes, values); break;
            case ScalarType.Float32: Convert<float>(payload, bytes, values); break;
            case ScalarType.Float64: Convert<double>(payload, bytes, values); break;
            default: throw new ArgumentOutOfRangeException(nameof(payload));
        }
    }

    private static void Convert<T>(VoxelPayload payload, ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> stored = MemoryMarshal.Cast<byte, T>(bytes);
        if (payload.Slope == 1 && payload.Intercept == 0)
        {
            int done = Copied(stored, values);
            for (int i = done; i < values.Length; i++)
            {
                values[i] = float.CreateTruncating(stored[i]);
            }

            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((double.CreateTruncating(stored[i]) * payload.Slope) + payload.Intercept);
        }
    }

    /// <summary>Converts the two types that large files have by vectors, the first stretch of them at least, and says how many values are done.</summary>
    private static int Copied<T>(ReadOnlySpan<T> stored, Span<float> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            MemoryMarshal.Cast<T, float>(stored).CopyTo(values);
            return values.Length;
        }

        if (typeof(T) != typeof(byte))
        {
            return 0;
        }

        ReadOnlySpan<byte> bytes = MemoryMarshal.Cast<T, byte>(stored);
        int done = 0;
        for (; done <= bytes.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Span<float> target = values.Slice(done, Vector<byte>.Count);
            Vector.Widen(new Vector<byte>(bytes[done..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
            Vector.ConvertToSingle(Vector.AsVectorInt32(first)).CopyTo(target);
            Vector.ConvertToSingle(Vector.AsVectorInt32(second)).CopyTo(target[Vector<float>.Count..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(third)).CopyTo(target[(2 * Vector<float>.Count)..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(fourth)).CopyTo(target[(3 * Vector<float>.Count)..]);
        }

        return done;
    }

    private static void Reverse(int size, Span<byte> bytes)
    {
        switch (size)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }
}

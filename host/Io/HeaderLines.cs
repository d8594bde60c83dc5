using System.Runtime.InteropServices;
using System.Text;

namespace VoxelDose.Host.Io;

/// <summary>Reads the text lines at the start of a file and knows where they end; the number of bytes is limited.</summary>
internal sealed class HeaderLines(string path, Stream stream)
{
    /// <summary>Slicer writes long terminology lines for each segment; a header of this size would hold thousands of them.</summary>
    internal const int MaxBytes = 8 << 20;

    private readonly List<byte> _line = [];

    /// <summary>Bytes read so far: where the next line, or the data, begin.</summary>
    internal long Position { get; private set; }

    /// <summary>The next line without its end, or null at the end of the file.</summary>
    internal string? Next()
    {
        _line.Clear();
        while (true)
        {
            int value = stream.ReadByte();
            if (value < 0)
            {
                return _line.Count == 0 ? null : Text();
            }

            Position++;
            if (Position > MaxBytes)
            {
                throw InputError.Of(path, $"the header has no end within {MaxBytes} bytes");
            }

            if (value == '\n')
            {
                return Text();
            }

            _line.Add((byte)value);
        }
    }

    private string Text() => Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_line)).TrimEnd('\r');
}

using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.DicomWeb;

/// <summary>A server's answer as it comes in: not too much of it, and not too slowly.</summary>
/// <param name="inner">The answer.</param>
/// <param name="source">Address, for messages.</param>
/// <param name="silence">Longest wait for the next bytes.</param>
/// <param name="maxBytes">Most bytes to take.</param>
internal sealed class WatchedStream(Stream inner, string source, TimeSpan silence, long maxBytes) : Stream
{
    /// <summary>Bytes taken so far.</summary>
    internal long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(silence);
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidInputException($"{source}: the server fell silent for {silence.TotalSeconds:0.#} s after {BytesRead} bytes; nothing of it is used (--server-timeout-s sets the limit)");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new InvalidInputException($"{source}: the answer broke off after {BytesRead} bytes: {e.Message}; nothing of it is used", e);
        }

        BytesRead += count;
        return BytesRead <= maxBytes
            ? count
            : throw new InvalidInputException($"{source}: the answer is larger than {maxBytes / 1e6:0.#} MB; --max-download-mb sets the limit");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("the answer is read asynchronously");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

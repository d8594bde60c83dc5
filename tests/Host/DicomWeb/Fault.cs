namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>What a <see cref="FaultyProxy"/> does to the answers that pass through it.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection breaks in the middle of the objects.</summary>
    StoppedMidTransfer,

    /// <summary>A complete HTTP answer whose multipart body ends early.</summary>
    TruncatedMultipart,

    /// <summary>The last object is left out; HTTP and multipart are whole.</summary>
    MissingObject,

    /// <summary>A web page in place of the objects.</summary>
    WrongContentType,

    /// <summary>Two answers of 500 before each right one.</summary>
    FailsTwice,

    /// <summary>500 for ever.</summary>
    FailsAlways,

    /// <summary>Every request is sent on to another address.</summary>
    Redirects,

    /// <summary>The objects do not come.</summary>
    FallsSilent,

    /// <summary>A store is answered with 200 and nothing that says what was stored.</summary>
    ForgetsToConfirm,

    /// <summary>A store is answered with a failed sequence.</summary>
    RefusesObjects,
}

namespace VoxelDose.Host.Cli;

/// <summary>What the process returns; part of the program's contract with scripts.</summary>
internal enum ExitCode
{
    Done = 0,
    InternalFailure = 1,
    WrongUsage = 2,
    BadInput = 3,
    DeviceNotAvailable = 4,
    FailOnCheck = 5,
    BatchHasFailures = 6,

    /// <summary>A batch was stopped by SIGHUP; codes of signals are 128 and their number, as shells have it.</summary>
    HungUp = 129,

    /// <summary>A batch was stopped by SIGINT.</summary>
    Interrupted = 130,

    /// <summary>A batch was stopped by SIGTERM.</summary>
    Terminated = 143,
}

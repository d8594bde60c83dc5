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
}

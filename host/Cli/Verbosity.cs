namespace VoxelDose.Host.Cli;

internal enum Verbosity
{
    Quiet,
    Normal,
    Verbose,
}

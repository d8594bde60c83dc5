namespace VoxelDose.Host.Cli;

/// <summary>The command line itself is wrong: an unknown word, a missing or contradictory option. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

namespace VoxelDose.Host.Cases;

/// <summary>What an option's values look like.</summary>
internal enum CaseOptionKind
{
    Text,
    Number,
    Flag,

    /// <summary>A file or folder; in a case file relative to that file.</summary>
    Path,

    /// <summary>A file, in a case file relative to that file, or the name of something built in, which goes before a file of that name.</summary>
    NameOrPath,

    /// <summary>NAME=value; in a case file also an object of names.</summary>
    Pair,

    /// <summary>NAME=file; in a case file relative to that file.</summary>
    PathPair,
}

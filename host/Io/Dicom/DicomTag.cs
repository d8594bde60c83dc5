namespace VoxelDose.Host.Io.Dicom;

/// <summary>
/// Group and element of an attribute. The named ones, in the other half of this type, are those that the program reads or writes;
/// together they are its dictionary for implicit VR.
/// </summary>
internal readonly partial record struct DicomTag(ushort Group, ushort Element) : IComparable<DicomTag>
{
    /// <summary>True for attributes of a manufacturer.</summary>
    internal bool IsPrivate => (Group & 1) == 1;

    /// <summary>VR of the dictionary; LO for private creators, UL for group lengths, UN where the tag is not in it.</summary>
    internal DicomVR DictionaryVR =>
        Dictionary.TryGetValue(this, out (DicomVR VR, string Keyword) entry) ? entry.VR
        : Element == 0 ? DicomVR.UL
        : IsPrivate && Element is >= 0x10 and <= 0xFF ? DicomVR.LO
        : DicomVR.UN;

    /// <inheritdoc/>
    public int CompareTo(DicomTag other) => Group != other.Group ? Group.CompareTo(other.Group) : Element.CompareTo(other.Element);

    /// <inheritdoc/>
    public override string ToString() => Dictionary.TryGetValue(this, out (DicomVR VR, string Keyword) entry)
        ? $"({Group:X4},{Element:X4}) {entry.Keyword}"
        : $"({Group:X4},{Element:X4})";
}

using System.Text.Json.Serialization;

namespace VoxelDose.Host.Reports.Page;

/// <summary>What the page's script draws from.</summary>
internal sealed record PageData(
    PageGrid Grid,
    IReadOnlyList<PageVolume> Greys,
    IReadOnlyList<PageVolume> Doses,
    IReadOnlyList<PageStructure> Structures,
    IReadOnlyList<PagePlace> Places,
    IReadOnlyList<PageCurve> Curves);

/// <summary>The pictures' grid: axes along L, P, S.</summary>
internal sealed record PageGrid(IReadOnlyList<int> Size, IReadOnlyList<double> SpacingMm, IReadOnlyList<double> OriginMm);

/// <summary>
/// Values offset + scale * n with n in 0..65535. Data is zlib-compressed: differences of n along the array modulo 65536, all low
/// bytes, then all high bytes.
/// </summary>
internal sealed record PageVolume(string Id, string Label, string Unit, double Offset, double Scale, double WindowLow, double WindowHigh, byte[] Data);

/// <summary>A structure; Data is zlib-compressed bytes, coverage in sixteenths.</summary>
internal sealed record PageStructure(string Name, string Role, bool Derived, byte[] Data);

/// <summary>A place worth a look, as voxel indices of the pictures' grid.</summary>
internal sealed record PagePlace(string Name, IReadOnlyList<int> Voxel);

/// <summary>A dose-volume curve; Structure counts in <see cref="PageData.Structures"/>.</summary>
internal sealed record PageCurve(int Structure, string Method, IReadOnlyList<double> DoseGy, IReadOnlyList<double> VolumeFraction);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageDataContext : JsonSerializerContext;

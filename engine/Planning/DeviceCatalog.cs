using System.Collections.Frozen;

namespace VoxelDose.Engine.Planning;

/// <summary>The devices of data/devices.</summary>
public static class DeviceCatalog
{
    private static readonly FrozenDictionary<DeviceType, MicrosphereDevice> Devices = Enum.GetValues<DeviceType>()
        .ToFrozenDictionary(type => type, type => EmbeddedJson.Read<MicrosphereDevice>($"devices/{type.ToString().ToLowerInvariant()}.json"));

    /// <summary>A device by its type.</summary>
    public static MicrosphereDevice Get(DeviceType type) => Devices[type];
}

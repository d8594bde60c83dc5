using System.Text.Json.Serialization;

namespace VoxelDose.Engine.Checks;

/// <summary>How a value has to stand to its limit.</summary>
public enum ThresholdComparison
{
    /// <summary>Value &gt;= limit.</summary>
    [JsonStringEnumMemberName("at-least")]
    AtLeast,

    /// <summary>Value &gt; limit.</summary>
    [JsonStringEnumMemberName("above")]
    Above,

    /// <summary>Value &lt;= limit.</summary>
    [JsonStringEnumMemberName("at-most")]
    AtMost,

    /// <summary>Value &lt; limit.</summary>
    [JsonStringEnumMemberName("below")]
    Below,
}

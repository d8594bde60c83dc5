using System.Text.Json;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Host.DicomWeb;

/// <summary>The little of the DICOM JSON model (PS3.18 annex F) that answers to queries and stores need.</summary>
internal static class DicomJson
{
    internal const string SeriesInstanceUid = "0020000E";
    internal const string SopInstanceUid = "00080018";
    internal const string Modality = "00080060";
    internal const string SeriesDescription = "0008103E";
    internal const string ReferencedSopSequence = "00081199";
    internal const string FailedSopSequence = "00081198";
    internal const string ReferencedSopInstanceUid = "00081155";
    internal const string FailureReason = "00081197";

    /// <summary>The first value of an attribute as text; null where there is none.</summary>
    internal static string? Text(JsonElement dataset, string tag) =>
        dataset.ValueKind == JsonValueKind.Object && dataset.TryGetProperty(tag, out JsonElement attribute) && attribute.ValueKind == JsonValueKind.Object &&
        attribute.TryGetProperty("Value", out JsonElement values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
            ? values[0].ValueKind switch
            {
                JsonValueKind.String => values[0].GetString(),
                JsonValueKind.Number => values[0].GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>The items of a sequence; none where it is absent.</summary>
    internal static IReadOnlyList<JsonElement> Items(JsonElement dataset, string tag) =>
        dataset.ValueKind == JsonValueKind.Object && dataset.TryGetProperty(tag, out JsonElement attribute) && attribute.ValueKind == JsonValueKind.Object &&
        attribute.TryGetProperty("Value", out JsonElement values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray()]
            : [];

    /// <summary>A UID that is safe in an address and as a file name.</summary>
    /// <exception cref="InvalidInputException">The server sent none, or something else in its place.</exception>
    internal static string Uid(JsonElement dataset, string tag, Uri source) =>
        Text(dataset, tag) is { } uid && DicomWebOptions.IsUid(uid)
            ? uid
            : throw new InvalidInputException($"{source}: the answer holds an entry without a valid UID ({tag}); is the address that of a DICOMweb service?");
}

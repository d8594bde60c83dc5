namespace VoxelDose.Host.DicomWeb;

/// <summary>A DICOMweb service (PS3.18) and how patient we are with it.</summary>
/// <param name="Address">Base address, without a slash at its end, such as https://pacs.example/dicom-web.</param>
/// <param name="CredentialsFile">File with credentials; null for those of the environment, if any.</param>
/// <param name="Silence">Longest time without a byte from the server.</param>
/// <param name="MaxBytes">Most bytes to take in all.</param>
internal sealed record DicomWebServer(Uri Address, string? CredentialsFile, TimeSpan Silence, long MaxBytes);

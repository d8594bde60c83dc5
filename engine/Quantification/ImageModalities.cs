using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Quantification;

/// <summary>The words of <see cref="ImageModality"/> and which nuclide each shows.</summary>
public static class ImageModalities
{
    private static readonly (ImageModality Modality, string Id, string Shown)[] Known =
    [
        (ImageModality.Y90Pet, "y90-pet", "Y-90"),
        (ImageModality.Y90Spect, "y90-spect", "Y-90"),
        (ImageModality.Ho166Spect, "ho166-spect", "Ho-166"),
        (ImageModality.P32Spect, "p32-spect", "P-32"),
        (ImageModality.Tc99mMaaSpect, "tc99m-maa-spect", "Tc-99m"),
    ];

    /// <summary>All words, as --modality takes them.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Known.Select(known => known.Id)];

    /// <summary>The word of a modality, e.g. "y90-pet".</summary>
    public static string Id(this ImageModality modality) => Array.Find(Known, known => known.Modality == modality).Id;

    /// <summary>The nuclide that is imaged, e.g. "Y-90"; "Tc-99m" where the image predicts.</summary>
    public static string Shown(this ImageModality modality) => Array.Find(Known, known => known.Modality == modality).Shown;

    /// <summary>The modality of a word; null where no word is given.</summary>
    /// <exception cref="ArgumentException">No such word.</exception>
    public static ImageModality? Parse(string? id) =>
        id is null ? null : Known.Any(known => known.Id == id) ? Array.Find(Known, known => known.Id == id).Modality : throw new ArgumentException($"no modality is named '{id}'", nameof(id));

    /// <summary>The modality that is taken where nobody says one: PET of 90Y, SPECT of all else.</summary>
    public static ImageModality DefaultFor(string nuclide) => nuclide switch
    {
        "Ho-166" => ImageModality.Ho166Spect,
        "P-32" => ImageModality.P32Spect,
        _ => ImageModality.Y90Pet,
    };

    /// <summary>An image of one nuclide says nothing of the activity of another; 99mTc-MAA predicts any.</summary>
    /// <exception cref="InvalidInputException">The image shows another nuclide than the one that is given to the patient.</exception>
    public static void RequireShows(ImageModality modality, string nuclide)
    {
        if (modality != ImageModality.Tc99mMaaSpect && modality.Shown() != nuclide)
        {
            IEnumerable<string> fitting = Known.Where(known => known.Shown == nuclide || known.Modality == ImageModality.Tc99mMaaSpect).Select(known => known.Id);
            throw new InvalidInputException(
                $"the image shows {modality.Shown()} (modality {modality.Id()}), and the dose is asked for {nuclide}; " +
                $"for {nuclide} --modality is one of {string.Join(", ", fitting)}, and an image of {modality.Shown()} needs --nuclide {modality.Shown()}");
        }
    }
}

using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;

namespace VoxelDose.Host.Io;

/// <summary>Reads a physics table of the user's, such as a scanner's CT calibration, with the .source.json that has to lie beside it.</summary>
internal static class PhysicsTableFile
{
    private const int MaxBytes = 16 << 20;

    /// <summary>Reads NAME.csv and NAME.source.json.</summary>
    /// <exception cref="InvalidInputException">One of them is absent or not readable, or they do not fit each other.</exception>
    internal static PhysicsTable Read(string path)
    {
        string sourcePath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, PhysicsTable.SourceNameOf(path));
        if (File.Exists(path) && !File.Exists(sourcePath))
        {
            throw InputError.Of(
                path, "provenance", "none", sourcePath,
                "write it with the fields file, title, author, method, columns, uncertainty, licence and sha256, as data/physics shows");
        }

        return PhysicsTable.FromBytes(Path.GetFileName(path), ReadAll(path), ReadAll(sourcePath));
    }

    private static byte[] ReadAll(string path) => InputFile.Guard(path, () =>
    {
        using FileStream file = InputFile.Open(path);
        if (file.Length > MaxBytes)
        {
            throw InputError.Of(path, "size", file.Length, $"at most {MaxBytes} bytes");
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    });
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VoxelDose.Engine.Phantoms;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Phantoms;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose phantom: a synthetic case.</summary>
internal static class PhantomVerb
{
    internal static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "A recipe; --list names them.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "Name the recipes." };
        var output = new Option<string?>("--out") { Description = "Folder for the phantom.", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a folder that is not empty." };
        var spacing = new Option<string?>("--spacing-mm") { Description = "Voxel spacing, mm, e.g. 4.07x4.07x3.", HelpName = "AxBxC" };
        var command = new Command("phantom",
            """
            Write a synthetic phantom: activity, CT, structures, truth, and a case.json that `dose` runs as it is.

            Examples:
              voxeldose phantom --list
              voxeldose phantom torso --out torso --spacing-mm 3x3x3
              voxeldose dose torso/case.json --out result
            """)
        {
            name, list, output, overwrite, spacing,
        };
        command.SetAction(parsed =>
        {
            Terminal terminal = CommonOptions.Terminal(parsed);
            if (parsed.GetValue(list))
            {
                List(parsed.GetValue(CommonOptions.Json));
                return (int)ExitCode.Done;
            }

            PhantomRecipe recipe = Find(parsed.GetValue(name));
            string path = parsed.GetValue(output) ?? throw new UsageException("--out DIR is missing: the folder for the phantom");
            Vec3? spacingMm = parsed.GetValue(spacing) is { } text ? ParseSpacing(text) : null;
            using OutputFolder folder = OutputFolder.Open(path, parsed.GetValue(overwrite));
            Phantom phantom = PhantomBuilder.Build(recipe, spacingMm);
            PhantomFiles.Write(folder, phantom);
            folder.Commit();
            terminal.Info($"{recipe.Description}: {phantom.ActivityBqPerMl.Grid.Size} voxels in {path}; run: voxeldose dose {Path.Combine(path, "case.json")} --out DIR");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void List(bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(PhantomRecipes.All.Select(r => new { name = r.Name, description = r.Description })));
            return;
        }

        foreach (PhantomRecipe recipe in PhantomRecipes.All)
        {
            Console.Out.WriteLine($"{recipe.Name,-12} {recipe.Description}");
        }
    }

    private static PhantomRecipe Find(string? name)
    {
        string[] names = [.. PhantomRecipes.All.Select(r => r.Name)];
        return name is null
            ? throw new UsageException($"name a recipe: {string.Join(", ", names)}")
            : PhantomRecipes.All.FirstOrDefault(r => r.Name == name) ??
                throw new UsageException($"unknown phantom '{name}', expected one of {string.Join(", ", names)}.{Suggestion.Hint(name, names)}");
    }

    private static Vec3 ParseSpacing(string text)
    {
        double[] parts = [.. text.Split('x').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double mm) && mm is >= 0.1 and <= 50 ? mm : double.NaN)];
        return parts is [var x, var y, var z] && !parts.Any(double.IsNaN)
            ? new(x, y, z)
            : throw new UsageException($"--spacing-mm: found '{text}', expected three numbers from 0.1 to 50 such as 4.07x4.07x3");
    }
}

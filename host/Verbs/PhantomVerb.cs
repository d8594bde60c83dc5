using System.CommandLine;
using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Phantoms;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Phantoms;

namespace VoxelDose.Host.Verbs;

/// <summary>voxeldose phantom: a synthetic case.</summary>
internal static class PhantomVerb
{
    private const string Anatomy = "anatomy";
    private static readonly Argument<string?> Name = new("name") { Description = "A recipe; --list names them.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> IsList = new("--list") { Description = "Name the recipes." };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for the phantom.", HelpName = "DIR" };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace a folder that is not empty." };
    private static readonly Option<string?> Spacing = new("--spacing-mm") { Description = "Voxel spacing, mm, e.g. 4.07x4.07x3.", HelpName = "AxBxC" };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the noise, and of the tumours of anatomy (default 1).", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Noise = new("--noise") { Description = "Noise of a PET image (default off).", HelpName = "on|off", DefaultValueFactory = _ => "off" };
    private static readonly Option<double> Psf = new("--psf-mm") { Description = "Full width at half maximum of the blur, mm (default 0; PET has about 5, SPECT 12).", HelpName = "F", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> Ct = new("--ct") { Description = "anatomy: the CT.", HelpName = "FILE" };
    private static readonly Option<string?> Labels = new("--structures") { Description = "anatomy: the file with liver and lungs.", HelpName = "FILE" };
    private static readonly Option<string?> LiverName = new("--liver") { Description = "anatomy: name of the liver (default: the structure with that role).", HelpName = "NAME" };
    private static readonly Option<string[]> LungNames = new("--lung") { Description = "anatomy: name of a lung or lobe [repeatable].", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };

    internal static Command Create()
    {
        var command = new Command("phantom",
            """
            Write a synthetic phantom: activity, CT, structures, truth, and a case.json that `dose` runs as it is.

            Examples:
              voxeldose phantom --list
              voxeldose phantom torso --out torso --spacing-mm 3x3x3
              voxeldose phantom spheres --out spheres --psf-mm 5 --noise on --seed 7
              voxeldose phantom anatomy --ct ct.nii.gz --structures labels.nii.gz --liver "Label 5" --lung "Label 10" --out simulated
              voxeldose dose torso/case.json --out result
            """)
        {
            Name, IsList, Out, Overwrite, Spacing, Seed, Noise, Psf, Ct, Labels, LiverName, LungNames,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        if (parsed.GetValue(IsList))
        {
            List(parsed.GetValue(CommonOptions.Json));
            return (int)ExitCode.Done;
        }

        string[] names = [.. PhantomRecipes.All.Select(r => r.Name), Anatomy];
        string name = parsed.GetValue(Name) ?? throw new UsageException($"name a recipe: {string.Join(", ", names)}");
        if (!names.Contains(name))
        {
            throw new UsageException($"unknown phantom '{name}', expected one of {string.Join(", ", names)}.{Suggestion.Hint(name, names)}");
        }

        string path = parsed.GetValue(Out) ?? throw new UsageException("--out DIR is missing: the folder for the phantom");
        Vec3? spacingMm = parsed.GetValue(Spacing) is { } text ? SpacingText.Parse("--spacing-mm", text) : null;
        PhantomScan scan = ScanOf(parsed);
        using OutputFolder folder = OutputFolder.Open(path, parsed.GetValue(Overwrite));
        if (name == Anatomy)
        {
            scan = scan with { Ct = VolumeFile.Read(parsed.GetValue(Ct) ?? throw new UsageException("--ct FILE is missing: the CT of the anatomy")).Volume };
        }

        PhantomRecipe recipe = name == Anatomy ? AnatomyRecipe(parsed, scan.Seed) : PhantomRecipes.All.Single(r => r.Name == name);
        Phantom phantom = PhantomBuilder.Build(recipe, spacingMm);
        PhantomFiles.Write(folder, phantom, scan);
        folder.Commit();
        string caseFile = Path.Combine(path, "case.json");
        if (parsed.GetValue(CommonOptions.Json))
        {
            Size3 size = phantom.ActivityBqPerMl.Grid.Size;
            Console.Out.WriteLine(JsonSerializer.Serialize(new { name, @case = caseFile, size = new[] { size.X, size.Y, size.Z } }));
        }

        terminal.Info($"{recipe.Description}: {phantom.ActivityBqPerMl.Grid.Size} voxels in {path}; run: voxeldose dose {caseFile} --out DIR");
        return (int)ExitCode.Done;
    }

    private static PhantomScan ScanOf(ParseResult parsed)
    {
        string noise = parsed.GetValue(Noise)!;
        double psfMm = parsed.GetValue(Psf);
        return noise is not ("on" or "off")
            ? throw new UsageException($"--noise: found '{noise}', expected on or off")
            : psfMm is >= 0 and <= 50
                ? new(psfMm, noise == "on", parsed.GetValue(Seed), null)
                : throw new UsageException($"--psf-mm: found {psfMm}, expected 0 to 50 mm");
    }

    private static PhantomRecipe AnatomyRecipe(ParseResult parsed, int seed)
    {
        string file = parsed.GetValue(Labels) ?? throw new UsageException("--structures FILE is missing: the labels of the anatomy");
        IReadOnlyList<Structure> structures = StructureFile.Read(file);
        Structure liver = parsed.GetValue(LiverName) is { } name
            ? Named(name)
            : structures.FirstOrDefault(s => s.Role == StructureRole.Liver) ?? throw new InvalidInputException(
                $"{file}: no structure is a liver by its name; say which with --liver: {string.Join(", ", structures.Select(s => s.Name))}");
        string[] lungs = parsed.GetValue(LungNames) ?? [];
        return AnatomyPhantom.Recipe(
            liver, lungs.Length > 0 ? [.. lungs.Select(Named)] : [.. structures.Where(s => s.Role == StructureRole.Lung)], seed);

        Structure Named(string wanted) => structures.FirstOrDefault(s => s.Name == wanted) ?? throw new InvalidInputException(
            $"{file}: no structure is named '{wanted}'; there are {string.Join(", ", structures.Select(s => s.Name))}.{Suggestion.Hint(wanted, structures.Select(s => s.Name))}");
    }

    private static void List(bool json)
    {
        (string Name, string Description)[] all =
        [
            .. PhantomRecipes.All.Select(r => (r.Name, r.Description)),
            (Anatomy, "simulated activity with three tumours on the liver of a CT and labels read from files"),
        ];
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(all.Select(r => new { name = r.Name, description = r.Description })));
            return;
        }

        foreach ((string name, string description) in all)
        {
            Console.Out.WriteLine($"{name,-15} {description}");
        }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;

namespace VoxelDose.Host.Verbs;

/// <summary>Voxel S values for a nuclide and voxel size, as a table or a volume.</summary>
internal static class KernelVerb
{
    private const string DoseUnit = "mGy/(MBq s)";
    private const string Water = "water";
    private const string SoftTissue = "soft-tissue";
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<string> Nuclide = new("--nuclide")
    {
        Description = $"One of {string.Join(", ", EnergyConventions.Nuclides)}.",
        DefaultValueFactory = _ => DoseCase.DefaultNuclide,
    };

    private static readonly Option<string> Voxel = new("--voxel")
    {
        Description = "Voxel spacing in mm along x, y, z: 4.07x4.07x3, or one number for a cube.",
        Required = true,
    };

    private static readonly Option<double> Density = new("--density")
    {
        Description = "Mass density of the medium, g/mL.",
        DefaultValueFactory = _ => 1.0,
    };

    private static readonly Option<string> Medium = new("--medium")
    {
        Description = "water, or soft-tissue (range per g/cm2 longer by 1.4 %).",
        DefaultValueFactory = _ => Water,
    };

    private static readonly Option<double?> MaxRadius = new("--max-radius-mm")
    {
        Description = $"How far the kernel is taken, mm of water of 1 g/mL. Default {VoxelSTableFactory.DefaultMaxRadiusMm}: all electrons; what goes further is bremsstrahlung.",
    };

    private static readonly Option<double> Tolerance = new("--tolerance")
    {
        Description = "Largest relative dose error of the separable form in voxels above 1 % of the maximum, of the activities that it is tested with; 0 asks for none.",
        DefaultValueFactory = _ => ConvolutionPlanner.DefaultTolerance,
    };

    private static readonly Option<string?> Convention = new("--energy-convention")
    {
        Description = "Half-life and mean energy: ddep (default for Y-90), mird, review, eanm2022, glass-label; icrp107 for other nuclides.",
    };

    private static readonly Option<string> Source = new("--source")
    {
        Description = "Point kernel: egsnrc, or graves2019 (Y-90 to 11 mm) as a second opinion.",
        DefaultValueFactory = _ => PointKernel.DefaultSource,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "File to write: .csv or .json for the table, .nrrd, .nii, .nii.gz or .mha for the whole kernel as a volume.",
    };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace the file of --out." };

    internal static Command Create()
    {
        Nuclide.AcceptOnlyFromAmong([.. EnergyConventions.Nuclides]);
        Medium.AcceptOnlyFromAmong(Water, SoftTissue);
        var command = new Command(
            "kernel",
            """
            Voxel S values for any voxel: mGy/(MBq s) in the voxel i, j, k steps from one that holds the activity evenly.

            Examples:
              voxeldose kernel --voxel 4.07x4.07x3
              voxeldose kernel --voxel 3 --density 1.04 --medium soft-tissue --json
              voxeldose kernel --nuclide Ho-166 --voxel 2x2x2 --out ho166.csv
              voxeldose kernel --voxel 2.4 --max-radius-mm 100 --out kernel.nrrd
            """)
        {
            Nuclide, Voxel, Density, Medium, MaxRadius, Tolerance, Convention, Source, Out, Overwrite,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = CommonOptions.Terminal(parsed);
        string nuclide = parsed.GetRequiredValue(Nuclide);
        DecayData decay = EnergyConventions.Get(nuclide, parsed.GetValue(Convention) ?? EnergyConventions.DefaultId(nuclide));
        Vec3 spacingMm = SpacingText.Parse("--voxel", parsed.GetRequiredValue(Voxel));
        MassDensity density = DensityOf(parsed.GetRequiredValue(Density));
        string medium = parsed.GetRequiredValue(Medium);
        double relativeMassRange = medium == SoftTissue
            ? VoxelSTableFactory.SoftTissueRelativeMassRange
            : VoxelSTableFactory.WaterRelativeMassRange;
        double tolerance = parsed.GetRequiredValue(Tolerance);
        if (!(tolerance >= 0))
        {
            throw new UsageException($"--tolerance {tolerance}: expected 0 or more");
        }

        PointKernel kernel = PointKernel.Load(nuclide, parsed.GetRequiredValue(Source));
        double maxRadiusMm = parsed.GetValue(MaxRadius) ?? Math.Min(VoxelSTableFactory.DefaultMaxRadiusMm, kernel.MaxRadiusMm);
        VoxelSTable table = VoxelSTableFactory.Create(kernel, spacingMm, density, relativeMassRange, maxRadiusMm);
        SeparableForm? form = tolerance > 0 ? SeparableForm.Find(table, tolerance) : null;
        var document = KernelDocument.Of(table, decay, medium, relativeMassRange, maxRadiusMm, form);

        string? path = parsed.GetValue(Out);
        if (path is not null)
        {
            Write(path, parsed.GetValue(Overwrite), document, table, decay);
            terminal.Info($"wrote {path}");
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(document, JsonOptions));
        }
        else if (path is null)
        {
            Show(document);
        }

        return (int)ExitCode.Done;
    }

    private static MassDensity DensityOf(double gramPerMl) =>
        double.IsFinite(gramPerMl) && gramPerMl > 0
            ? MassDensity.FromGramPerMl(gramPerMl)
            : throw new UsageException($"--density {gramPerMl}: expected a mass density above 0 in g/mL");

    private static void Write(string path, bool overwrite, KernelDocument document, VoxelSTable table, DecayData decay)
    {
        if (File.Exists(path) && !overwrite)
        {
            throw new InvalidInputException($"--out {path}: the file exists; name another, or give --overwrite to replace it");
        }

        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            WriteText(path, ToCsv(document));
        }
        else if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            WriteText(path, JsonSerializer.Serialize(document, JsonOptions) + "\n");
        }
        else if (!VolumeFile.Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidInputException($"--out {path}: the extension says no known format; expected .csv or .json for the table, {string.Join(", ", VolumeFile.Extensions)} for a volume");
        }
        else
        {
            VolumeFile.Write(path, ToVolume(table, decay), $"{decay.Nuclide} voxel S values", DoseUnit);
        }
    }

    private static void WriteText(string path, string text)
    {
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            File.WriteAllText(partial, text);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            throw new InvalidInputException($"--out {path}: the file cannot be written: {e.Message}", e);
        }
    }

    private static string ToCsv(KernelDocument document)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# {document.Nuclide} voxel S values, {DoseUnit}; voxel {string.Join('x', document.VoxelMm)} mm; {document.Medium} of {document.DensityGPerMl} g/mL, relative mass range {document.RelativeMassRange}");
        Line($"# convention {document.Convention}: mean energy {document.MeanEnergyMeV:G7} MeV per decay; {document.Source}");
        Line($"# radius {document.MaxRadiusMm} mm of water; share of the emitted energy in the table {document.EnergyFractionInside:F6}; one octant, even in each sign");
        Line($"i,j,k,mGyPerMBqS,relUncertainty");
        foreach (KernelDocument.Entry entry in document.Entries)
        {
            Line($"{entry.I},{entry.J},{entry.K},{entry.MGyPerMBqS:G9},{entry.RelUncertainty:G3}");
        }

        return text.ToString();
    }

    private static Volume ToVolume(VoxelSTable table, DecayData decay)
    {
        Size3 r = table.Radius;
        var grid = VoxelGrid.AxisAligned(
            new((2 * r.X) + 1, (2 * r.Y) + 1, (2 * r.Z) + 1),
            table.SpacingMm,
            new(-r.X * table.SpacingMm.X, -r.Y * table.SpacingMm.Y, -r.Z * table.SpacingMm.Z));
        float[] values = new float[grid.Size.Count];
        int n = 0;
        for (int k = -r.Z; k <= r.Z; k++)
        {
            for (int j = -r.Y; j <= r.Y; j++)
            {
                for (int i = -r.X; i <= r.X; i++)
                {
                    values[n++] = (float)table.MilligrayPerMegabecquerelSecond(i, j, k, decay);
                }
            }
        }

        return new(grid, values);
    }

    private static void Show(KernelDocument document)
    {
        IAnsiConsole console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) });
        console.WriteLine($"{document.Nuclide}, {string.Join(" x ", document.VoxelMm)} mm, {document.Medium} of {document.DensityGPerMl} g/mL");
        console.WriteLine($"mean energy {document.MeanEnergyMeV:F4} MeV ({document.Convention}); {document.Source}");
        console.WriteLine($"share of the emitted energy in the table {document.EnergyFractionInside:F5} (radius {document.MaxRadiusMm} mm of water)");
        console.WriteLine(document.Separable is { } form
            ? $"separable: delta + {form.Terms} terms, largest dose error {form.MaxDoseError:E1}, in and around thin hollow spheres {form.MaxShellDoseError:E1}"
            : "separable: none sought or found within the tolerance");
        Table rows = new Table().AddColumns("i", "j", "k", DoseUnit, "uncertainty");
        double self = document.Entries[0].MGyPerMBqS;
        const double shown = 1e-3;
        foreach (KernelDocument.Entry entry in document.Entries.Where(entry => entry.MGyPerMBqS >= shown * self))
        {
            rows.AddRow($"{entry.I}", $"{entry.J}", $"{entry.K}", $"{entry.MGyPerMBqS:G6}", $"{entry.RelUncertainty:P2}");
        }

        console.Write(rows);
        console.WriteLine($"entries below {shown} of the self value are in --json and --out");
    }
}

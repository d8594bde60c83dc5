using VoxelDose.Engine.Physics;
using VoxelDose.Engine.Units;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Bench;

/// <summary>One convolution to time: a volume with activity in a box and the kernel at that voxel size.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Size">Voxels of the volume.</param>
/// <param name="SpacingMm">Voxel spacing, mm.</param>
/// <param name="Box">Voxels of the box that holds activity; the whole volume for the full-volume cases.</param>
internal sealed record ConvolutionCase(string Name, Size3 Size, Vec3 SpacingMm, Size3 Box)
{
    private const double LiverGramPerMl = 1.05;

    internal static IReadOnlyList<ConvolutionCase> All { get; } =
    [
        Full("128", new(128, 128, 100), new(4.42, 4.42, 4.42)),
        Full("200", new(200, 200, 109), new(4.07, 4.07, 3)),
        Full("256", new(256, 256, 256), new(2, 2, 2)),
        Full("512", new(512, 512, 300), new(1, 1, 1)),
        Liver("128-liver", new(128, 128, 100), new(4.42, 4.42, 4.42)),
        Liver("200-liver", new(200, 200, 109), new(4.07, 4.07, 3)),
        Liver("256-liver", new(256, 256, 256), new(2, 2, 2)),
        Liver("512-liver", new(512, 512, 300), new(1, 1, 1)),
    ];

    /// <summary>The plan that the program makes for a 90Y table in liver at this voxel size, at the default tolerance.</summary>
    /// <param name="forced">The way to take whatever the program would choose; null leaves the choice to it.</param>
    internal ConvolutionPlan Plan(ConvolutionAlgorithm? forced)
    {
        VoxelSTable table = VoxelSTableFactory.Create(PointKernel.Load("Y-90"), SpacingMm, MassDensity.FromGramPerMl(LiverGramPerMl));
        ConvolutionPlan plan = ConvolutionPlanner.Plan(table, Size, ConvolutionPlanner.DefaultTolerance);
        if (forced is null || forced == plan.Algorithm)
        {
            return plan;
        }

        SeparableForm? form = forced == ConvolutionAlgorithm.Separable
            ? SeparableForm.Find(table, ConvolutionPlanner.DefaultTolerance) ?? throw new InvalidOperationException($"{Name} has no separable form")
            : null;
        return plan with { Algorithm = forced.Value, SeparableKernel = form?.Kernel, Terms = form?.Terms };
    }

    /// <summary>Uniform random activity in the box, zero elsewhere.</summary>
    internal float[] Source()
    {
        var random = new Random(1);
        var values = new float[Size.Count];
        (int x0, int y0, int z0) = ((Size.X - Box.X) / 2, (Size.Y - Box.Y) / 2, (Size.Z - Box.Z) / 2);
        for (int z = z0; z < z0 + Box.Z; z++)
        {
            for (int y = y0; y < y0 + Box.Y; y++)
            {
                int row = ((z * Size.Y) + y) * Size.X;
                for (int x = x0; x < x0 + Box.X; x++)
                {
                    values[row + x] = random.NextSingle();
                }
            }
        }

        return values;
    }

    /// <summary>Whether activity fills the volume.</summary>
    internal bool IsFull => Box == Size;

    private static ConvolutionCase Full(string name, Size3 size, Vec3 spacingMm) => new(name, size, spacingMm, size);

    /// <summary>A large liver's bounding box: 220 x 170 x 160 mm.</summary>
    private static ConvolutionCase Liver(string name, Size3 size, Vec3 spacingMm) => new(
        name, size, spacingMm, new((int)(220 / spacingMm.X), (int)(170 / spacingMm.Y), (int)(160 / spacingMm.Z)));
}

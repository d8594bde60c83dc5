namespace VoxelDose.Host.Planning;

/// <summary>The file of --treatment: sessions in time order, each with territories, each with tumours. What a territory or tumour leaves out is taken from the options.</summary>
internal sealed record TreatmentFile(IReadOnlyList<TreatmentFile.Session> Sessions)
{
    internal sealed record Session(string Name, IReadOnlyList<Territory> Territories, string? At = null);

    internal sealed record Territory(
        string Name,
        IReadOnlyList<Tumor>? Tumors = null,
        double? NormalLiverMl = null,
        double? PerfusedMl = null,
        double? LungShunt = null,
        double? ActivityGBq = null,
        double? TargetTumorGy = null,
        double? TargetNormalGy = null,
        double? TargetPerfusedGy = null);

    internal sealed record Tumor(string Name, double VolumeMl, double? TnRatio = null);
}

using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Results;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.Io;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.Verbs;

/// <summary>--nuclide as a user gives it: closed forms, and what must not be mixed.</summary>
public sealed class NuclideOptionTests
{
    private const double BqPerMl = 1e6;
    private const double Hours = 24;
    private const double DensityGPerMl = 1.05;

    /// <summary>D = A0 T / ln 2 x E / m, with half-lives and energies written out here: DDEP for 90Y, ICRP-107 for the others.</summary>
    [Theory]
    [InlineData("Y-90", "y90-pet", 2.6684 * 24, 0.9267, 49.38)]
    [InlineData("Ho-166", "ho166-spect", 26.8, 0.72587, 16.19)]
    [InlineData("P-32", "p32-spect", 14.263 * 24, 0.694635, 197.86)]
    public void LocalDeposition_OfUniformActivity_IsTheClosedForm(string nuclide, string modality, double halfLifeH, double energyMeV, double joulePerGBq)
    {
        using var run = new Invocation();
        run.Dose([.. Image(run), "--nuclide", nuclide, "--modality", modality, "--hours-after-administration", $"{Hours}", "--method", "ldm", "--method", "vsv"]);

        Assert.Equal(0, run.ExitCode);
        double atAdministration = BqPerMl * Math.Pow(2, Hours / halfLifeH);
        double expectedGy = atAdministration * halfLifeH * 3600 / Math.Log(2) * energyMeV * 1.602176634e-13 / (DensityGPerMl * 1e-3);
        Volume ldm = VolumeFile.Read(Path.Combine(run.Out, "dose-ldm.nii.gz")).Volume;
        Assert.All(ldm.Values, value => Assert.Equal(1, value / expectedGy, 1e-6)); // float32
        ResultsDocument results = run.Results;
        Assert.Equal((nuclide, modality), (results.Quantification.Nuclide, results.Quantification.Modality));
        Assert.Equal(nuclide, results.Options["nuclide"]);
        Assert.Equal(halfLifeH, results.Quantification.HalfLifeH, 1e-9);
        Assert.Equal(joulePerGBq, results.Quantification.JPerGBq, 0.01);

        // In the middle of the image, 13.5 mm from its faces, the convolution keeps what its table holds.
        Volume vsv = VolumeFile.Read(Path.Combine(run.Out, "dose-vsv.nii.gz")).Volume;
        double kept = vsv.Values[vsv.Values.Length / 2] / expectedGy;
        Assert.Equal(results.Methods.Single(method => method.Id == "vsv").Kernel!.EnergyFractionInside, kept, 2e-3);
        Assert.Equal(nuclide == "Ho-166", results.Warnings.Any(warning => warning.Code == "photon-energy"));
    }

    /// <summary>Biologically effective dose D (1 + D T_r / ((T_r + T) ab)) of the liver (2.5 Gy, 2.5 h), with the nuclide's half-life.</summary>
    [Theory]
    [InlineData("Ho-166", "ho166-spect", 26.8)]
    [InlineData("P-32", "p32-spect", 14.263 * 24)]
    public void Bed_TakesTheHalfLifeOfTheNuclide(string nuclide, string modality, double halfLifeH)
    {
        using var run = new Invocation();
        Assert.Equal(0, run.Dose([.. Image(run), "--nuclide", nuclide, "--modality", modality, "--hours-after-administration", "0", "--method", "ldm", "--structures", Liver(run), "--role", "Label 1=liver"]).ExitCode);

        DoseStatistics liver = run.Results.Structures.Single(structure => structure.Name == "Label 1").Dose["ldm"];
        double d = liver.MeanGy!.Value;
        Assert.Equal(d * (1 + (d * 2.5 / ((2.5 + halfLifeH) * 2.5))), liver.BedMeanGy!.Value, 1e-4 * d);
    }

    /// <summary>What the budget assumes of 90Y's half-life, cohorts and conventions is not said of another nuclide; 166Ho's photons widen it.</summary>
    [Fact]
    public void Uncertainty_OfHolmium_SaysWhatItTakesOverAndHoldsThePhotons()
    {
        using var run = new Invocation();
        Assert.Equal(0, run.Dose([.. Image(run), "--nuclide", "Ho-166", "--modality", "ho166-spect", "--hours-after-administration", "0", "--method", "ldm", "--structures", Liver(run), "--role", "Label 1=liver"]).ExitCode);

        IReadOnlyList<UncertaintyPart> parts = run.Results.Structures.Single(structure => structure.Name == "Label 1").Dose["ldm"].MeanUncertaintyParts!;
        Assert.DoesNotContain(parts, part => part.Basis.Contains("2.6684", StringComparison.Ordinal));
        Assert.Contains(parts, part => part.Basis.Contains("taken over for Ho-166", StringComparison.Ordinal));
        Assert.Equal(Math.Sqrt((0.01 * 0.01) + (0.0412 * 0.0412)), parts.Single(part => part.Name == "kernel").RelativeUncertainty, 5e-4);
    }

    [Theory]
    [InlineData("I-131")]
    [InlineData("Y-9")]
    [InlineData("Lu-177")]
    public void UnknownNuclide_IsRefusedAndTheKnownOnesNamed(string nuclide)
    {
        using var run = new Invocation();
        string said = Refusal<UsageException>(run, "--nuclide", nuclide);
        Assert.Contains("Y-90, Ho-166, P-32", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ho-166", "y90-pet")]
    [InlineData("Ho-166", "p32-spect")]
    [InlineData("Y-90", "ho166-spect")]
    [InlineData("P-32", "y90-spect")]
    public void ImageOfAnotherNuclide_IsRefused(string nuclide, string modality)
    {
        using var run = new Invocation();
        string said = Refusal<InvalidInputException>(run, "--nuclide", nuclide, "--modality", modality);
        Assert.Contains($"the dose is asked for {nuclide}", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not applicable to doses of Ho-166", "--threshold-set", "eanm2022-resin")]
    [InlineData("not applicable to doses of Ho-166", "--threshold-set", "lung")]
    [InlineData("not applicable to doses of Ho-166", "--outcome-model", "tcp-glass-mean")]
    [InlineData("known are icrp107", "--energy-convention", "glass-label")]
    public void WhatIsOf90Y_IsRefusedForAnotherNuclide(string reason, params string[] words)
    {
        using var run = new Invocation();
        Assert.Contains(reason, Refusal<InvalidInputException>(run, ["--nuclide", "Ho-166", .. words]), StringComparison.Ordinal);
    }

    [Fact]
    public void LungLimits_AreOf90Y_AndNotHeldAgainstAnother()
    {
        using var yttrium = new Invocation();
        using var holmium = new Invocation();
        string[] words = ["--calibration", "relative", "--reference", "field-of-view", "--lungs-in-field-of-view", "no", "--administered-mbq", "5000", "--lung-shunt", "0.2", "--method", "ldm"];
        yttrium.Dose([.. Image(yttrium), .. words, "--modality", "y90-spect"]);
        holmium.Dose([.. Image(holmium), .. words, "--nuclide", "Ho-166"]);

        Assert.Equal((0, 0), (yttrium.ExitCode, holmium.ExitCode));
        Assert.Contains(yttrium.Results.Checks, check => check.Code == "lung-dose-session");
        Assert.Empty(holmium.Results.Checks);
        Assert.Contains(holmium.Results.Warnings, warning => warning.Code == "lung-limits-not-held");
        Assert.Equal(16.19, holmium.Results.Derived.LungDoseGy!.Value, 0.01); // 1 GBq in 1 kg
    }

    [Theory]
    [InlineData("Ho-166", "the image shows Y-90")]
    [InlineData("P-32", "the image shows Y-90")]
    public void PetSeries_OfAnotherNuclide_IsRefused(string nuclide, string reason)
    {
        using var run = new Invocation();
        string folder = run.InputPath("pet");
        Directory.CreateDirectory(folder);
        DateTime injected = new(2026, 2, 27, 16, 40, 0);
        new PetSeries { DecayCorrection = "START", Injected = injected, SeriesStart = injected.AddDays(1), Acquired = _ => injected.AddDays(1) }
            .Write(folder, VolumeFile.Read(Image(run)[1]).Volume, _ => 1);
        Assert.Contains(reason, Refusal<InvalidInputException>(run, "--activity", folder, "--nuclide", nuclide), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OfTwoNuclides_IsRefused()
    {
        using var yttrium = new Invocation();
        using var holmium = new Invocation();
        yttrium.Dose([.. Image(yttrium), "--modality", "y90-pet", "--hours-after-administration", "0", "--method", "ldm"]);
        holmium.Dose([.. Image(holmium), "--nuclide", "Ho-166", "--hours-after-administration", "0", "--method", "ldm"]);

        Assert.Equal((int)ExitCode.BadInput, Program.Run(["compare", "--predicted", yttrium.Out, "--delivered", holmium.Out, "--quiet", "--structures", Liver(holmium), "--out", yttrium.InputPath("compared")]));
        Assert.Equal(0, Program.Run(["compare", "--predicted", holmium.Out, "--delivered", holmium.Out, "--quiet", "--structures", Liver(holmium), "--out", yttrium.InputPath("itself")]));
        Assert.Contains("\"thresholdSets\": []", File.ReadAllText(Path.Combine(yttrium.InputPath("itself"), "comparison.json")), StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.BadInput, Program.Run(["compare", "--predicted", holmium.Out, "--delivered", holmium.Out, "--quiet", "--threshold-set", "eanm2022-glass", "--structures", Liver(holmium), "--out", yttrium.InputPath("limits")]));
    }

    [Fact]
    public void Replay_OfAnotherNuclide_GivesTheSameBits()
    {
        using var run = new Invocation();
        run.Dose([.. Image(run), "--nuclide", "P-32", "--hours-after-administration", "5", "--method", "vsv"]);
        Assert.Equal(0, Program.Run(["dose", "--replay", Path.Combine(run.Out, "results.json"), "--quiet"]));
    }

    private static string[] Image(Invocation run)
    {
        string path = run.InputPath("activity.nrrd");
        if (!File.Exists(path))
        {
            var grid = VoxelGrid.AxisAligned(new(9, 9, 9), new(3, 3, 3), default);
            VolumeFile.Write(path, new(grid, [.. Enumerable.Repeat((float)BqPerMl, 729)]), "activity", "Bq/ml");
        }

        return ["--activity", path, "--activity-units", "bq-per-ml", "--density", $"uniform:{DensityGPerMl}", "--device", "cpu"];
    }

    private static string Liver(Invocation run)
    {
        string path = run.InputPath("liver.nrrd");
        var grid = VoxelGrid.AxisAligned(new(9, 9, 9), new(3, 3, 3), default);
        VolumeFile.Write(path, new(grid, [.. Enumerable.Range(0, 729).Select(n => n / 81 is > 2 and < 6 ? 1f : 0)]), "labels", "");
        return path;
    }

    /// <summary>Why a run is refused; words given here stand in place of the image's own.</summary>
    private static string Refusal<T>(Invocation run, params string[] words)
        where T : Exception
    {
        var values = new Dictionary<string, RawValue>();
        foreach (string[] pair in (string[][])[.. Image(run).Chunk(2), .. words.Chunk(2)])
        {
            values[pair[0][2..]] = new([pair[1]], pair[0], IsFromFile: false);
        }

        values.TryAdd("hours-after-administration", new(["0"], "--hours-after-administration", IsFromFile: false));
        return Assert.Throws<T>(() => DoseRun.Execute(DoseCaseBinder.Bind(new(DoseOptions.All, values)), new Terminal(Verbosity.Quiet), CancellationToken.None)).Message;
    }
}

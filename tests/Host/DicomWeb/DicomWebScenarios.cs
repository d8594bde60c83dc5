using System.Text.Json;
using VoxelDose.Engine.Errors;
using VoxelDose.Engine.Structures;
using VoxelDose.Engine.Volumes;
using VoxelDose.Host.Cases;
using VoxelDose.Host.Cli;
using VoxelDose.Host.DicomWeb;
using VoxelDose.Host.Io.Dicom;
using VoxelDose.Host.Provenance;
using VoxelDose.Host.Reports;
using VoxelDose.Tests.Host.Io.Dicom;

namespace VoxelDose.Tests.Host.DicomWeb;

/// <summary>What `dose` does with a DICOMweb service, by name, so that a fake and a real one are held to the same.</summary>
internal static class DicomWebScenarios
{
    private static readonly Dictionary<string, Action<Setting>> ByName = new(StringComparer.Ordinal)
    {
        ["study gives the doses of its files"] = StudyGivesTheDosesOfItsFiles,
        ["output is stored whole"] = OutputIsStoredWhole,
        ["wrong password"] = setting => Refused(setting, Fault.None, "401", "--credentials", setting.WrongCredentials),
        ["no such study"] = setting => Refused(setting, Fault.None, "no study", "--study", "1.2.3.4"),
        ["no such series"] = setting => Refused(setting, Fault.None, "it holds", "--series", "1.2.3.4"),
        ["too large"] = setting => Refused(setting, Fault.None, "larger than", "--max-download-mb", "0.002"),
        ["two activity series"] = TwoActivitySeries,
        ["stopped mid-transfer"] = setting => Refused(setting, Fault.StoppedMidTransfer, "broke off"),
        ["truncated multipart"] = setting => Refused(setting, Fault.TruncatedMultipart, "broke off"),
        ["missing object"] = setting => Refused(setting, Fault.MissingObject, "1 of the 16 objects"),
        ["wrong content type"] = setting => Refused(setting, Fault.WrongContentType, "text/html"),
        ["fails twice"] = FailsTwice,
        ["fails always"] = setting => Refused(setting, Fault.FailsAlways, "4 times"),
        ["redirects"] = setting => Refused(setting, Fault.Redirects, "elsewhere.invalid"),
        ["falls silent"] = setting => Refused(setting, Fault.FallsSilent, "no answer within", "--server-timeout-s", "0.5"),
        ["store without confirmation"] = setting => StoreFails(setting, Fault.ForgetsToConfirm, "without saying that it stored"),
        ["store refused"] = setting => StoreFails(setting, Fault.RefusesObjects, "did not take RTDOSE.dcm"),
    };

    internal static TheoryData<string> Names => [.. ByName.Keys];

    internal static void Run(string name, string address, string credentials)
    {
        using var setting = new Setting(address, credentials);
        ByName[name](setting);
    }

    private static void StudyGivesTheDosesOfItsFiles(Setting setting)
    {
        (string study, string pet, string rt) = setting.Upload();
        DoseRunOutcome files = setting.Dose("--activity", pet, "--structures", rt, "--out", setting.Folder.PathOf("files"));
        DoseRunOutcome web = setting.Dose("--from", setting.Address, "--study", study, "--out", setting.Folder.PathOf("web"));
        Assert.Equal(files.Result.Methods[0].DoseGy.Values, web.Result.Methods[0].DoseGy.Values);
        Assert.Equal(
            files.Document.Structures.Select(s => (s.Name, s.VolumeMl, s.Dose["ldm"].MeanGy)), web.Document.Structures.Select(s => (s.Name, s.VolumeMl, s.Dose["ldm"].MeanGy)));
        Assert.All(web.Document.Inputs, input => Assert.StartsWith($"{setting.Address}/studies/{study}/series/", input.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(Path.GetTempPath(), File.ReadAllText(setting.Folder.PathOf("web/report.html")), StringComparison.Ordinal);
    }

    private static void OutputIsStoredWhole(Setting setting)
    {
        (string study, _, _) = setting.Upload();
        string written = setting.Folder.PathOf("out");
        setting.Dose("--from", setting.Address, "--study", study, "--store", setting.Address, "--out", written);
        ResultsDocument recorded = Replay.Read(setting.Folder.PathOf("out/results.json"));
        Assert.DoesNotContain("store", Replay.OptionsOf(recorded, "results.json", new Dictionary<string, RawValue>()).Keys);
        using var client = new DicomWebClient(setting.Server, setting.Terminal);
        IReadOnlyList<RemoteSeries> series = client.FindSeries(study, default).Result;
        Assert.Equal(["PT", "RTDOSE", "RTSTRUCT", "SEG"], series.Select(s => s.Modality).Distinct().Order());
        string back = setting.Folder.PathOf("back");
        client.Retrieve(study, series.Single(s => s.Modality == "RTDOSE"), back, default).Wait();
        Assert.Equal(
            DicomVolumeReader.Read(Path.Combine(written, "RTDOSE.dcm")).Volume.Values, DicomVolumeReader.Read(Directory.GetFiles(back).Single()).Volume.Values);
    }

    private static void TwoActivitySeries(Setting setting)
    {
        (string study, _, _) = setting.Upload();
        (_, string other, _) = setting.Upload(study);
        string uid = DicomFile.Open(Directory.GetFiles(other)[0], headerOnly: true).Dataset.GetSingleValue<string>(DicomTag.SeriesInstanceUID);
        Assert.Contains("name the one that is meant", setting.Failure("--from", setting.Address, "--study", study), StringComparison.Ordinal);
        setting.Dose("--from", setting.Address, "--study", study, "--series", uid);
    }

    private static void FailsTwice(Setting setting)
    {
        (string study, _, _) = setting.Upload();
        using var proxy = new FaultyProxy(setting.Address, Fault.FailsTwice);
        setting.Dose("--from", proxy.Address, "--study", study);
        Assert.Equal(15, proxy.Requests); // the list of series, and list and objects of both, each at the third try
    }

    private static void Refused(Setting setting, Fault fault, string because, params string[] flags)
    {
        (string study, _, _) = setting.Upload();
        using var proxy = new FaultyProxy(setting.Address, fault);
        string message = setting.Failure(["--from", proxy.Address, "--study", study, "--out", setting.Folder.PathOf("out"), .. flags]);
        Assert.Contains(because, message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakePacs.Password, message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(setting.Folder.PathOf("out")));
    }

    private static void StoreFails(Setting setting, Fault fault, string because)
    {
        (string study, _, _) = setting.Upload();
        using var proxy = new FaultyProxy(setting.Address, fault);
        string message = setting.Failure("--from", setting.Address, "--study", study, "--store", proxy.Address, "--out", setting.Folder.PathOf("out"));
        Assert.Contains(because, message, StringComparison.Ordinal);
        Assert.True(File.Exists(setting.Folder.PathOf("out/results.json")));
    }

    /// <summary>A service and a small study to put there.</summary>
    internal sealed class Setting(string address, string credentials) : IDisposable
    {
        private static readonly DateTime Injected = new(2026, 2, 27, 16, 40, 0);

        internal string Address { get; } = address;

        internal TemporaryFolder Folder { get; } = new();

        internal Terminal Terminal { get; } = new(Verbosity.Quiet);

        internal DicomWebServer Server { get; } = new(new(address), credentials, TimeSpan.FromSeconds(20), 100_000_000);

        internal string WrongCredentials
        {
            get
            {
                string path = Folder.PathOf("wrong.json");
                WriteCredentials(path, "nobody", "knows");
                return path;
            }
        }

        public void Dispose() => Folder.Dispose();

        internal static void WriteCredentials(string path, string user, string password)
        {
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { user, password }));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        /// <summary>Makes a PET series and a structure set in its frame and stores both.</summary>
        internal (string Study, string Pet, string RtStruct) Upload(string? study = null)
        {
            var grid = new VoxelGrid(new(24, 20, 16), new(4, 4, 3), new(-50, 20, -400), Mat3.Identity);
            bool IsTumor(int i) => i % 24 is > 8 and < 15 && i / 24 % 20 is > 6 and < 13 && i / 480 is > 4 and < 11;
            string pet = Directory.CreateDirectory(Folder.PathOf($"pet{Directory.GetDirectories(Folder.Path).Length}")).FullName;
            var image = new Volume(grid, [.. Enumerable.Range(0, (int)grid.Size.Count).Select(i => IsTumor(i) ? 4e6f + i : 4e5f + i)]);
            new PetSeries { DecayCorrection = "START", Injected = Injected, SeriesStart = Injected.AddDays(1), Acquired = _ => Injected.AddDays(1) }.Write(pet, image, _ => 1);
            foreach (string path in study is null ? [] : Directory.GetFiles(pet))
            {
                DicomFile file = DicomFile.Open(path);
                file.Dataset.AddOrUpdate(DicomTag.StudyInstanceUID, study!);
                file.Save(path);
            }

            DicomDataset header = DicomFile.Open(Directory.GetFiles(pet)[0], headerOnly: true).Dataset;
            var export = new DicomExport(header, header.GetSingleValue<string>(DicomTag.FrameOfReferenceUID), Injected, "test", deidentify: false);
            string rt = Folder.PathOf("rt.dcm");
            RtStructWriter.Create(
                [
                    Structure.FromCoverage("liver", StructureRole.Liver, null, grid, _ => 1),
                    Structure.FromCoverage("tumor", StructureRole.Tumor, null, grid, i => IsTumor(i) ? 1 : 0),
                ],
                export).Save(rt);
            using var client = new DicomWebClient(Server, Terminal);
            foreach (string file in Directory.GetFiles(pet).Concat(study is null ? [rt] : []))
            {
                client.Store(file, default).Wait();
            }

            return (header.GetSingleValue<string>(DicomTag.StudyInstanceUID), pet, rt);
        }

        internal DoseRunOutcome Dose(params string[] words)
        {
            var values = new Dictionary<string, RawValue>(StringComparer.Ordinal)
            {
                ["device"] = new(["cpu"], "test", false),
                ["method"] = new(["ldm"], "test", false),
            };
            for (int i = 0; i < words.Length; i += 2)
            {
                values[words[i][2..]] = new([words[i + 1]], words[i], false);
            }

            if (values.ContainsKey("from") || values.ContainsKey("store"))
            {
                values.TryAdd("credentials", new([credentials], "test", false));
            }

            return DoseRun.Execute(DoseCaseBinder.Bind(new(DoseOptions.All, values)), Terminal, default);
        }

        internal string Failure(params string[] words) => Assert.Throws<InvalidInputException>(() => Dose(words)).Message;
    }
}

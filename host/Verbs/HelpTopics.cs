namespace VoxelDose.Host.Verbs;

/// <summary>What `voxeldose help TOPIC` says; each fits a screen, the documents say more.</summary>
internal static class HelpTopics
{
    /// <summary>Topics by name, in the order of a run.</summary>
    internal static IReadOnlyList<(string Name, string About, string Text)> All { get; } =
    [
        ("files", "what is read and written",
            """
            Read, each told by its content:
              activity, CT   NRRD, NIfTI, MetaImage; DICOM files or folders (PET, NM, CT)
              structures     Slicer .seg.nrrd, label NRRD/NIfTI/MetaImage, DICOM RTSTRUCT and SEG
              case           a JSON object of the options, without dashes; its paths are relative to it
            Written below --out, all or nothing:
              report.html, results.json, structures.csv, dvh.csv, dose-METHOD.nii.gz, manifest.sha256
              report.pdf (--pdf), figures/ (--figures), RTDOSE, RTSTRUCT, SEG, REPORT .dcm (--dicom-out)
            All inputs share one frame (LPS, mm) unless --transform INPUT=FILE places one. See docs/formats.md and docs/dicom.md.
            """),
        ("units", "activity, time and dose",
            """
            Image values: --activity-units bq-per-ml, kbq-per-ml, bq-per-voxel or counts. Files seldom say; nothing is guessed.
            Activities are MBq of the --nuclide (Y-90 unless said) at the moment of administration: --administered-mbq, --residual-mbq,
            --territory NAME=MBQ.
            Time: --hours-after-administration H says what moment the values refer to (0: already decay-corrected to administration);
            or --administered-at with --acquired-at, ISO 8601. A day wrong is a factor of 1.3 (90Y; 1.9 for 166Ho).
            Dose is Gy, volume mL, mass g, density g/mL, lengths mm. --lung-shunt is a fraction: 0.05, not 5.
            """),
        ("roles", "what a structure is",
            """
            tumor, liver, normal-liver, perfused, lung, other: by --role "NAME=ROLE" (repeatable), else from the exact name, and the
            program says so: Liver, Tumor 1, Lesion A, Perfused, Lung left. Parts of names never count: "Tumor bed" is other.
            Roles decide: the reference of relative calibration (liver), normal liver (liver less tumors, derived), tumor-to-normal
            ratio, limits, radiobiology, and the lung warnings.
            """),
        ("calibration", "from image values to activity",
            """
            absolute   the values are activity. Needs units and time; held against administered less residual as the balance.
            relative   the values are only proportional: the region of --reference (default: the liver) holds net activity x (1 - shunt).
                       Needs --administered-mbq. With --territory the rule holds in each perfused volume.
            99mTc-MAA images are always relative. Counts become absolute by --bq-per-ml-per-count. See docs/physics.md.
            """),
        ("methods", "from activity to dose",
            """
            ldm          each voxel keeps the energy of its own decays.
            vsv          convolution with voxel S values of one medium and density (default 1.05 g/mL, water).
            vsv-density  vsv times reference density over the voxel's; not reportable in or beside lung.
            mc           Monte Carlo of the electrons in the CT's media; bremsstrahlung leaves.
            ldm and vsv by default, side by side: on PET neither is nearer to the truth in every voxel. See docs/physics.md, docs/montecarlo.md.
            """),
        ("exit-codes", "what the process returns",
            """
            0 done                       1 internal failure           2 wrong usage
            3 bad or unsupported input   4 device not available       5 finished, a --fail-on check failed
            6 a batch has failed cases   129, 130, 143 a batch stopped by a signal
            See docs/troubleshooting.md.
            """),
    ];
}

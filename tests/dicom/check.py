#!/usr/bin/env python3
"""Holds DICOM in and out against pydicom, dciodvfy and plastimatch, through the command line as a user has it.

    check.py VOXELDOSE_DLL WORK_FOLDER [PATIENT_FOLDER]

Prints a line a check and, last, the count.
"""
import datetime as dt
import gzip
import json
import os
import re
import struct
import subprocess
import sys

import numpy as np
import pydicom

import series

DLL, WORK = sys.argv[1:3]
PATIENT = sys.argv[3] if len(sys.argv) > 3 else None
COUNTS = {"passed": 0, "failed": 0, "skipped": 0}
FLOAT32 = 6e-8  # relative rounding of float32


def check(name, ok, found=""):
    COUNTS["passed" if ok else "failed"] += 1
    print(f"{'pass' if ok else 'FAIL'}  {name}{': ' if found else ''}{found}", flush=True)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def dose(*options, out):
    done = run("dotnet", DLL, "dose", *options, "--out", out, "--overwrite", "--quiet", "--threads", "2")
    if done.returncode != 0:
        check(f"dose of {os.path.basename(out)}", False, done.stderr.strip())
        return None
    return json.load(open(os.path.join(out, "results.json")))


def nifti(path):
    """Values [z, y, x] and the affine in LPS of a float32 NIfTI-1 file."""
    raw = gzip.open(path).read()
    shape = struct.unpack("<3h", raw[42:48])
    affine = np.vstack([np.frombuffer(raw[280:328], "<f4").reshape(3, 4), [0, 0, 0, 1]]).astype(float)
    start = int(struct.unpack("<f", raw[108:112])[0])
    return np.frombuffer(raw[start:], "<f4").reshape(shape[::-1]), np.diag([-1, -1, 1, 1]) @ affine


def nrrd(path):
    """Values [z, y, x] and the affine in LPS of a Slicer NRRD file (gzip, LPS)."""
    raw = open(path, "rb").read()
    head, data = raw.split(b"\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
    vector = lambda text: [float(v) for v in text.strip("()").split(",")]
    sizes = [int(v) for v in fields["sizes"].split()]
    kinds = {"double": "f8", "float": "f4", "short": "i2", "unsigned short": "u2", "int": "i4"}
    order = "<" if fields.get("endian", "little") == "little" else ">"
    data = gzip.decompress(data) if fields["encoding"] in ("gzip", "gz") else data
    affine = np.eye(4)
    affine[:3, :3] = np.array([vector(v) for v in re.findall(r"\([^)]*\)", fields["space directions"])]).T
    affine[:3, 3] = vector(fields["space origin"])
    return np.frombuffer(data, order + kinds[fields["type"]]).reshape(sizes[::-1]).astype(float), affine


def valid(path):
    """Errors that dciodvfy finds. It ends by an assertion on 32-bit words, whoever wrote them: RTDOSE is judged with the upper 16 bits."""
    dataset = pydicom.dcmread(path)
    if dataset.Modality == "RTDOSE":
        dataset.PixelData = (np.frombuffer(dataset.PixelData, "<u4") >> 16).astype("<u2").tobytes()
        dataset.BitsAllocated = dataset.BitsStored = 16
        dataset.HighBit = 15
        path = os.path.join(WORK, "half.dcm")
        dataset.save_as(path)
    done = run("dciodvfy", path)
    said = done.stdout + done.stderr
    errors = [line for line in said.splitlines() if line.startswith("Error")]
    return errors if done.returncode >= 0 and re.search(r"^(RTDose|RTStructureSet|Segmentation)$", said, re.M) else errors + ["dciodvfy did not get to the end: " + said[-200:]]


def output(case, folder, results):
    """What --dicom-out wrote."""
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".dcm")):
        path = os.path.join(folder, name)
        errors = valid(path)
        check(f"{case}: dciodvfy finds no error in {name}", not errors, "; ".join(errors[:3]))
    for name, method in (("RTDOSE.dcm", "ldm"), ("RTDOSE-vsv.dcm", "vsv")):
        truth, affine = nifti(os.path.join(folder, f"dose-{method}.nii.gz"))
        dataset = pydicom.dcmread(os.path.join(folder, name))
        step = float(dataset.DoseGridScaling)
        found = dataset.pixel_array * step
        most = np.abs(found - np.maximum(truth, 0)).max()
        check(f"{case}: pydicom reads the Gy of {name}", most <= step / 2 + FLOAT32 * truth.max(), f"largest difference {most:.2g} Gy")
        place = np.allclose([float(v) for v in dataset.ImagePositionPatient], affine[:3, 3], atol=1e-3)
        planes = np.allclose([float(v) for v in dataset.GridFrameOffsetVector], np.arange(len(truth)) * np.linalg.norm(affine[:3, 2]), atol=1e-3)
        check(f"{case}: {name} lies where the NIfTI does", place and planes)
        opened = os.path.join(WORK, "plastimatch-dose.nii.gz")
        done = run("plastimatch", "convert", "--input-dose-img", os.path.join(folder, name), "--output-dose-img", opened)
        if not os.path.exists(opened):
            check(f"{case}: plastimatch opens {name}", False, (done.stdout + done.stderr)[-300:])
            continue
        theirs, their_affine = nifti(opened)
        os.remove(opened)
        same = theirs.shape == truth.shape and np.abs(theirs - np.maximum(truth, 0)).max() <= step / 2 + 2 * FLOAT32 * truth.max()
        check(f"{case}: plastimatch opens {name} in place, with its values", same and np.allclose(their_affine, affine, atol=1e-3))
    structures(case, folder, results)


def structures(case, folder, results):
    """RTSTRUCT on the dose grid, as plastimatch rasterises it: voxels whose centres lie inside."""
    masks = os.path.join(WORK, case + "-masks")
    run("plastimatch", "convert", "--input", os.path.join(folder, "RTSTRUCT.dcm"), "--fixed", os.path.join(folder, "dose-vsv.nii.gz"),
        "--output-prefix", masks, "--prefix-format", "nii.gz")
    truth, affine = nifti(os.path.join(folder, "dose-vsv.nii.gz"))
    voxel_ml = abs(np.linalg.det(affine[:3, :3])) / 1000
    for structure in results["structures"]:
        if structure["volumeMl"] < 10:
            continue  # by voxel centres a small structure is known to a voxel layer only
        path = os.path.join(masks, structure["name"].replace("/", "_") + ".nii.gz")
        if not os.path.exists(path):
            check(f"{case}: plastimatch opens {structure['name']}", False)
            continue
        raw = gzip.open(path).read()
        inside = np.frombuffer(raw[int(struct.unpack("<f", raw[108:112])[0]):], "u1").reshape(truth.shape) > 0
        volume, mean = inside.sum() * voxel_ml / structure["volumeMl"], truth[inside].mean() / structure["dose"]["vsv"]["meanGy"]
        check(f"{case}: plastimatch gives volume and mean dose of {structure['name']}", abs(volume - 1) < 0.03 and abs(mean - 1) < 0.02,
              f"ratios {volume:.4f} and {mean:.4f}")


def deidentified(options):
    """The basic profile's essentials: no identity, no dates, no UIDs of the source anywhere."""
    folder = os.path.join(WORK, "deidentified")
    source = os.path.join(WORK, "pet-torso")
    if dose("--activity", source, *options, "--dicom-out", "--deidentify", out=folder) is None:
        return
    header = pydicom.dcmread(os.path.join(source, "0000.dcm"))
    secrets = [header.StudyInstanceUID, header.SeriesInstanceUID, header.FrameOfReferenceUID, header.SOPInstanceUID, "Doe", "ID-77", "19600102", "202602", dt.date.today().strftime("%Y%m%d")]
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".dcm")):
        raw = open(os.path.join(folder, name), "rb").read()
        told = [secret for secret in secrets if secret.encode() in raw]
        dataset = pydicom.dcmread(os.path.join(folder, name))
        kept = [e.keyword for e in dataset if e.VR in ("PN", "DA", "TM", "DT") and e.value and not str(e.value).startswith(("20000101", "000000"))]
        check(f"--deidentify: {name} tells nothing of the source", not told and not kept and dataset.PatientIdentityRemoved == "YES", " ".join(told + kept))
        check(f"--deidentify: dciodvfy finds no error in {name}", not valid(os.path.join(folder, name)))


def registered(values, affine, options, means):
    """Structures moved away and a registration that brings them back give what the unmoved ones give."""
    pet = os.path.join(WORK, "pet-torso")
    frame = str(pydicom.dcmread(os.path.join(pet, "0000.dcm")).FrameOfReferenceUID)
    moved = pydicom.dcmread(os.path.join(WORK, "torso", "RTSTRUCT.dcm"))
    own, other = str(moved.FrameOfReferenceUID), "1.2.3.4"
    a = np.radians(30)
    matrix = np.array([[np.cos(a), -np.sin(a), 0, 40], [np.sin(a), np.cos(a), 0, -25], [0, 0, 1, 17], [0, 0, 0, 1]])  # PET to structures
    for uid, name in ((frame, "as they are"), (other, "moved")):
        copy = pydicom.dcmread(os.path.join(WORK, "torso", "RTSTRUCT.dcm"))
        copy.FrameOfReferenceUID = uid
        copy.ReferencedFrameOfReferenceSequence[0].FrameOfReferenceUID = uid
        for roi in copy.StructureSetROISequence:
            roi.ReferencedFrameOfReferenceUID = uid
        for roi in copy.ROIContourSequence if name == "moved" else []:
            for contour in roi.get("ContourSequence", []):
                points = np.array([float(v) for v in contour.ContourData]).reshape(-1, 3)
                contour.ContourData = [f"{v:.6f}" for v in (points @ matrix[:3, :3].T + matrix[:3, 3]).ravel()]
        copy.save_as(os.path.join(WORK, f"rtstruct-{uid == other}.dcm"))
    there, away = (os.path.join(WORK, f"rtstruct-{moved}.dcm") for moved in (False, True))
    reg = series.registration(os.path.join(WORK, "reg.dcm"), frame, other, matrix)
    still = dose("--activity", pet, "--structures", there, *options, out=os.path.join(WORK, "unmoved"))
    back = dose("--activity", pet, "--structures", away, "--transform", f"structures={reg}", *options, out=os.path.join(WORK, "registered"))
    if still and back:
        ratios = [b["dose"]["vsv"]["meanGy"] / s["dose"]["vsv"]["meanGy"] for s, b in zip(still["structures"], back["structures"]) if s["volumeMl"] > 1]
        worst = max(abs(r - 1) for r in ratios)
        # contours lie in axial planes of both frames; turned by 30 degrees they are rasterised on another grid of the plane
        check("a pydicom registration brings moved structures back", worst < 0.01, f"means within {worst:.2%}")
    refused = run("dotnet", DLL, "dose", "--activity", pet, "--structures", away, *options, "--json", "--quiet")
    check("structures of another frame are refused without it", refused.returncode == 3 and "--transform structures=" in refused.stderr)


def multiframe():
    """NM up and down, and enhanced PET: local deposition is the activity on the grid that pydicom's numbers give."""
    random = np.random.RandomState(3)
    stored = random.randint(100, 60000, (7, 5, 6))
    for step in (4.5, -4.5):
        path = series.nm(os.path.join(WORK, "nm", f"{step}.dcm"), stored, step)
        out = os.path.join(WORK, f"nm{step}")
        if dose("--activity", path, "--method", "ldm", "--administered-mbq", "1000", "--lung-shunt", "0", "--reference", "field-of-view", out=out) is None:
            continue
        found, affine = nifti(os.path.join(out, "dose-ldm.nii.gz"))
        expected = stored if step > 0 else stored[::-1]
        ratio = found / expected
        origin = [-20, -30, 100 + min(0, 6 * step)]
        check(f"NM with slices {step} mm apart lies right", np.allclose(affine[:3, 3], origin, atol=1e-3) and np.ptp(ratio) < 1e-5 * ratio.mean()
              and np.allclose(np.linalg.norm(affine[:3, :3], axis=0), [4, 5, 4.5], atol=1e-4))
    order, slopes = [3, 0, 4, 1, 2], [1.5, 2.5, 3.5, 4.5, 5.5]
    path = series.enhanced_pet(os.path.join(WORK, "enhanced.dcm"), stored[:5], slopes, order, hours=30)
    out = os.path.join(WORK, "enhanced")
    if dose("--activity", path, "--method", "ldm", out=out) is None:
        return
    found, affine = nifti(os.path.join(out, "dose-ldm.nii.gz"))
    gray_per_bq_per_ml = series.HALF_LIFE_H * 3600 / np.log(2) * 0.9267 * 1.602176634e-13 / 1.05e-3
    expected = np.zeros(found.shape)
    for f, z in enumerate(order):
        expected[z] = stored[f] * slopes[f] * 2 ** (30 / series.HALF_LIFE_H) * gray_per_bq_per_ml
    check("enhanced PET: each frame at its plane with its slope, decay corrected", np.allclose(found, expected, rtol=1e-5) and np.allclose(affine[:3, 3], [-20, -30, 50], atol=1e-3),
          f"largest deviation {np.abs(found / expected - 1).max():.1e}")


def patient(folder):
    """The whole PET as series scanned 1 to 3 days after injection gives the doses of the NRRD."""
    nrrd_path = os.path.join(folder, "patient_1_Y90_PET.nrrd")
    options = ["--structures", os.path.join(folder, "patient_1_Segmentation.seg.nrrd")]
    out = os.path.join(WORK, "patient1")
    truth = dose("--activity", nrrd_path, "--modality", "y90-pet", "--activity-units", "bq-per-ml", "--calibration", "absolute", "--hours-after-administration", "0",
                 *options, "--dicom-out", out=out)
    if truth is None:
        return
    output("patient 1", out, truth)
    values, affine = nrrd(nrrd_path)
    expected, _ = nifti(os.path.join(out, "dose-vsv.nii.gz"))
    for days, correction in enumerate(("START", "ADMIN", "NONE"), 1):
        start = series.INJECTED + dt.timedelta(days=days, hours=-5.5)
        source = os.path.join(WORK, "pet-" + correction)
        series.pet(source, values, affine, correction, start)
        found = dose("--activity", source, *options, out=os.path.join(WORK, "dose-" + correction))
        if found is None:
            continue
        theirs, _ = nifti(os.path.join(WORK, "dose-" + correction, "dose-vsv.nii.gz"))
        voxel = np.abs(theirs - expected).max() / expected.max()
        ratios = [b["dose"][m]["meanGy"] / a["dose"][m]["meanGy"] for a, b in zip(truth["structures"], found["structures"]) for m in ("ldm", "vsv")]
        worst = max(abs(r - 1) for r in ratios)
        check(f"patient 1 as PET series, {correction}, {days} day(s): doses within 0.1 %", worst < 1e-3 and voxel < 1e-3, f"means {worst:.1e}, voxels {voxel:.1e} of the maximum")
        for name in os.listdir(source):
            os.remove(os.path.join(source, name))


def main():
    os.makedirs(WORK, exist_ok=True)
    case = "data/phantoms/torso/case.json"
    results = dose(case, "--dicom-out", out=os.path.join(WORK, "torso"))
    if results:
        output("torso", os.path.join(WORK, "torso"), results)
    values, affine = nrrd("data/phantoms/torso/activity.nrrd")
    series.pet(os.path.join(WORK, "pet-torso"), values, affine, "START", series.INJECTED + dt.timedelta(days=1))
    options = ["--accept-imbalance"]
    deidentified([*options, "--structures", "data/phantoms/torso/structures.seg.nrrd"])
    registered(values, affine, options, results)
    multiframe()
    if PATIENT:
        patient(PATIENT)
    else:
        COUNTS["skipped"] += 3
        print("skip  patient 1: the shared data are not here")
    print("DICOM: {passed} passed, {failed} failed, {skipped} skipped".format(**COUNTS))
    return 1 if COUNTS["failed"] else 0


sys.exit(main())

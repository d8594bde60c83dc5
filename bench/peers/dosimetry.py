#!/usr/bin/env python3
"""Voxel dosimetry with NumPy and SciPy as users write it: the peer of a whole `voxeldose dose` run, without its report.

Reads a PET (NRRD or NIfTI, Bq/mL at administration) and a segmentation (Slicer .seg.nrrd or a label map), computes dose by local deposition and
by convolution with a voxel S table (`voxeldose kernel --out`), lays the doses on the segmentation's grid (trilinear) where the grids differ,
computes statistics, DVH and mean BED of each structure and of the normal liver, and writes dose volumes, CSV and JSON.
"""
import argparse
import csv
import gzip
import json
import os

import nibabel
import numpy as np
import scipy.ndimage
import scipy.signal

DENSITY_G_PER_ML = 1.05
JOULE_PER_MEV = 1.602176634e-13
PERCENTS = (98, 95, 90, 70, 50, 20, 5, 2)
THRESHOLDS_GY = (20, 30, 40, 50, 70, 80, 100, 120, 150, 200, 205, 300)
BINS = 1024
NRRD_TYPES = {"unsigned char": "u1", "uint8": "u1", "short": "<i2", "int16": "<i2", "unsigned short": "<u2", "float": "<f4", "double": "<f8"}


def read_nrrd(path):
    """Values as [z, y, x] or [z, y, x, layer], the affine from (x, y, z) to LPS mm, and the key:=value pairs."""
    with open(path, "rb") as file:
        fields, keys = {}, {}
        for line in iter(lambda: file.readline().decode("utf-8").rstrip("\r\n"), ""):
            if ":=" in line:
                keys.update([line.split(":=", 1)])
            elif ": " in line:
                fields.update([line.split(": ", 1)])
        data = file.read()
    if fields["encoding"] == "gzip":
        data = gzip.decompress(data)
    sizes = [int(n) for n in fields["sizes"].split()]
    values = np.frombuffer(data, NRRD_TYPES[fields["type"]]).reshape(sizes[::-1])
    affine = np.eye(4)
    directions = [d for d in fields["space directions"].split() if d != "none"]
    for axis, direction in enumerate(directions):
        affine[:3, axis] = [float(v) for v in direction.strip("()").split(",")]
    affine[:3, 3] = [float(v) for v in fields["space origin"].strip("()").split(",")]
    return values, affine, keys


def read_nifti(path):
    image = nibabel.load(path)
    return np.asarray(image.dataobj).T, np.diag([-1, -1, 1, 1]) @ image.affine, {}


def read(path):
    return read_nrrd(path) if path.endswith("nrrd") else read_nifti(path)


def read_masks(path, names):
    values, affine, keys = read(path)
    if "Segment0_ID" not in keys:
        return {name: values == int(label) for label, name in names.items()}, affine
    if values.ndim == 3:
        values = values[..., np.newaxis]
    masks = {}
    for n in range(sum(key.endswith("_ID") for key in keys)):
        layer = int(keys[f"Segment{n}_Layer"])
        masks[keys[f"Segment{n}_Name"]] = values[..., layer] == int(keys[f"Segment{n}_LabelValue"])
    return masks, affine


def full_kernel(table):
    """The octant of the table mirrored to all of it, Gy per decay, [z, y, x]."""
    radius = [max(e[axis] for e in table["entries"]) for axis in "kji"]
    octant = np.zeros([r + 1 for r in radius])
    for entry in table["entries"]:
        octant[entry["k"], entry["j"], entry["i"]] = 1e-9 * entry["mGyPerMBqS"]
    for axis in range(3):
        octant = np.concatenate([np.flip(octant, axis).take(range(octant.shape[axis] - 1), axis), octant], axis)
    return octant.astype(np.float32)


def resample(dose, dose_affine, affine, shape):
    """Trilinear, on another grid; NaN beyond the image."""
    if shape == dose.shape and np.allclose(affine, dose_affine, atol=1e-4):
        return dose
    to_dose = np.linalg.inv(dose_affine) @ affine
    matrix, offset = to_dose[2::-1, 2::-1], to_dose[2::-1, 3]
    return scipy.ndimage.affine_transform(dose, matrix, offset, shape, order=1, mode="constant", cval=np.nan)


def statistics(values, alpha_beta_gy, half_life_h, repair_half_time_h=1.5):
    ordered = np.sort(values)
    n = ordered.size
    positive = np.maximum(values, 0)
    g = repair_half_time_h / (repair_half_time_h + half_life_h)
    edges = np.linspace(0, max(float(ordered[-1]), 1e-6), BINS + 1)
    histogram, _ = np.histogram(values, bins=edges)
    row = {
        "meanGy": float(values.mean(dtype=np.float64)),
        "sdGy": float(values.std(dtype=np.float64)),
        "minGy": float(ordered[0]),
        "maxGy": float(ordered[-1]),
        "bedMeanGy": float((positive * (1 + positive * (g / alpha_beta_gy))).mean(dtype=np.float64)),
    }
    row.update({f"d{p}Gy": float(ordered[n - int(np.ceil(p * n / 100))]) for p in PERCENTS})
    row.update({f"v{t}": float((values >= t).mean()) for t in THRESHOLDS_GY})
    return row, edges[:-1], np.cumsum(histogram[::-1])[::-1] / n


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activity", required=True)
    parser.add_argument("--structures", required=True)
    parser.add_argument("--names", help="JSON of label: name, for a label map")
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out)

    activity, affine, _ = read(args.activity)
    activity = activity.astype(np.float32)
    with open(args.kernel, encoding="utf-8") as file:
        table = json.load(file)
    voxel_ml = abs(np.linalg.det(affine[:3, :3])) / 1e3
    decays_per_bq = table["halfLifeH"] * 3600 / np.log(2)
    gy_per_bq_per_ml = decays_per_bq * table["meanEnergyMeV"] * JOULE_PER_MEV / (DENSITY_G_PER_ML * 1e-3)
    doses = {
        "ldm": activity * np.float32(gy_per_bq_per_ml),
        "vsv": scipy.signal.fftconvolve(activity * np.float32(voxel_ml * decays_per_bq), full_kernel(table), mode="same"),
    }
    for method, dose in doses.items():
        ras = np.diag([-1, -1, 1, 1]) @ affine
        nibabel.save(nibabel.Nifti1Image(dose.T, ras), os.path.join(args.out, f"dose-{method}.nii.gz"))

    names = json.load(open(args.names, encoding="utf-8")) if args.names else {}
    masks, mask_affine = read_masks(args.structures, names)
    tumours = np.logical_or.reduce([mask for name, mask in masks.items() if "tumor" in name.lower()])
    masks["Tumors (union)"] = tumours
    masks["Normal liver (derived)"] = masks["Liver"] & ~tumours
    mask_ml = abs(np.linalg.det(mask_affine[:3, :3])) / 1e3
    shape = tumours.shape
    activity = resample(activity, affine, mask_affine, shape)
    results = {name: {"volumeMl": float(mask.sum() * mask_ml), "activityMBq": float(np.nansum(activity[mask], dtype=np.float64) * mask_ml / 1e6), "dose": {}}
               for name, mask in masks.items()}
    with open(os.path.join(args.out, "dvh.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["structure", "method", "doseGy", "volumeFraction"])
        for method, dose in doses.items():
            on_masks = resample(dose, affine, mask_affine, shape)
            for name, mask in masks.items():
                values = on_masks[mask]
                values = values[np.isfinite(values)]
                row, doses_gy, fractions = statistics(values, 10 if "tumor" in name.lower() else 2.5, table["halfLifeH"])
                results[name]["dose"][method] = row
                writer.writerows((name, method, f"{d:.6g}", f"{v:.6g}") for d, v in zip(doses_gy, fractions))
    with open(os.path.join(args.out, "structures.csv"), "w", newline="", encoding="utf-8") as file:
        rows = [{"structure": name, "method": method, "volumeMl": r["volumeMl"], **row} for name, r in results.items() for method, row in r["dose"].items()]
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with open(os.path.join(args.out, "results.json"), "w", encoding="utf-8") as file:
        json.dump({"structures": results}, file, indent=1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes a simulated case of 512x512x300 voxels of 1 mm with ten structures for the whole-run bench: a noisy, blurred PET (float32 Bq/mL, gzip) and a
label map. Usage: whole_body.py FOLDER. The body holds a low background, the liver and its tumours most of the activity.
"""
import json
import os
import sys

import nibabel
import numpy as np
import scipy.ndimage

SIZE = (512, 512, 300)
# Label: name, centre and half axes (mm from the centre; x to the left, z up), Bq/mL.
STRUCTURES = {
    1: ("Lungs", (0, -10, 120), (130, 80, 70), 2e4),
    2: ("Spleen", (100, 30, 0), (35, 45, 50), 4e4),
    3: ("Kidney left", (65, 60, -70), (28, 28, 55), 1e4),
    4: ("Kidney right", (-65, 60, -70), (28, 28, 55), 1e4),
    5: ("Liver", (-55, -5, 0), (105, 80, 75), 6e5),
    6: ("Tumor 1", (-80, -10, 10), (30, 30, 30), 4e6),
    7: ("Tumor 2", (-20, -20, 0), (20, 18, 22), 3e6),
    8: ("Tumor 3", (-100, 20, -25), (14, 14, 14), 5e6),
    9: ("Tumor 4", (-50, 30, 25), (9, 9, 9), 3e6),
    10: ("Tumor 5", (-60, -45, -30), (6, 6, 6), 2e6),
}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    z, y, x = np.ogrid[tuple(slice(-(n - 1) / 2, n / 2) for n in SIZE[::-1])]
    labels = np.zeros(SIZE[::-1], np.uint8)
    activity = np.where((x / 180) ** 2 + (y / 120) ** 2 <= 1, np.float32(3e3), np.float32(0)) + np.zeros(SIZE[::-1], np.float32)
    for label, (_, (cx, cy, cz), (a, b, c), bq_per_ml) in STRUCTURES.items():
        inside = ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 + ((z - cz) / c) ** 2 <= 1
        labels[inside] = label
        activity[inside] = bq_per_ml
    rng = np.random.default_rng(9)
    activity *= 1 + 0.3 * rng.standard_normal(activity.shape, np.float32)
    activity = np.maximum(scipy.ndimage.gaussian_filter(activity, 2, truncate=3), 0)
    # Scanners count whole numbers: so few steps also compress as real files do.
    activity = np.round(activity / 100).astype(np.float32) * 100
    affine = np.diag([-1.0, -1, 1, 1])
    affine[:3, 3] = [(SIZE[0] - 1) / 2, (SIZE[1] - 1) / 2, -(SIZE[2] - 1) / 2]
    for values, name in ((activity, "pet.nii.gz"), (labels, "labels.nii.gz")):
        image = nibabel.Nifti1Image(values.T, affine)
        image.header.set_xyzt_units("mm")
        nibabel.save(image, os.path.join(folder, name))
    with open(os.path.join(folder, "labels.labels.json"), "w", encoding="utf-8") as file:
        json.dump({label: s[0] for label, s in STRUCTURES.items()}, file)


main(sys.argv[1])

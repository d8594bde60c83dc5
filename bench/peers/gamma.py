#!/usr/bin/env python3
"""Gamma by brute force in NumPy on a sample of voxels; called by the bench so that peer and program run side by side.

Trilinear at the points of a lattice of DTA/10 within two DTA of each voxel: all of them (brute force), then again in the order of distance until
the lattice is further away than the voxel's best gamma, as common Python implementations do. Prints one JSON object.
"""
import json
import sys
import time

import numpy as np


def main(folder):
    case = json.load(open(f"{folder}/case.json"))
    shape = tuple(reversed(case["size"]))
    spacing = np.array(case["spacingMm"])
    evaluated = np.fromfile(f"{folder}/evaluated.f32", dtype="<f4").reshape(shape)
    reference = np.fromfile(f"{folder}/reference.f32", dtype="<f4")
    voxels = np.array(case["voxels"])
    nx, ny, nz = case["size"]
    index = np.stack([voxels % nx, voxels // nx % ny, voxels // (nx * ny)], -1).astype(np.float64)
    dose = reference[voxels].astype(np.float64)
    delta, dta = case["deltaGy"], case["dtaMm"]

    step = dta / 10
    n = int(np.ceil(2 * dta / step))
    axis = step * np.arange(-n, n + 1)
    lattice = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), -1).reshape(-1, 3)
    distance2 = (lattice ** 2).sum(-1) / dta ** 2
    order = np.argsort(distance2, kind="stable")
    order = order[distance2[order] <= 4]
    lattice, distance2 = lattice[order] / spacing, distance2[order]

    top = np.array([nx, ny, nz]) - 1

    def search(drop):
        best = np.full(len(voxels), 4.0)
        left = np.arange(len(voxels))
        for m, (offset, d2) in enumerate(zip(lattice, distance2)):
            if drop and m % 64 == 0:
                left = left[best[left] > d2]
                if len(left) == 0:
                    break
            at = index[left] + offset
            inside = ((at >= -0.5) & (at <= top + 0.5)).all(-1)
            at = np.clip(at, 0, top)
            low = np.minimum(at.astype(np.int64), top - 1)
            f = at - low
            i, j, k = low[:, 0], low[:, 1], low[:, 2]
            fx, fy, fz = f[:, 0], f[:, 1], f[:, 2]
            value = np.zeros(len(left))
            for dx, wx in ((0, 1 - fx), (1, fx)):
                for dy, wy in ((0, 1 - fy), (1, fy)):
                    for dz, wz in ((0, 1 - fz), (1, fz)):
                        value += wx * wy * wz * evaluated[k + dz, j + dy, i + dx]
            square = d2 + ((value - dose[left]) / delta) ** 2
            best[left] = np.where(inside, np.minimum(best[left], square), best[left])
        return best

    result = {"numpy": np.__version__, "points": len(lattice)}
    for name, drop in (("brute", False), ("dropping", True)):
        start = time.perf_counter()
        best = search(drop)
        result[name] = {"seconds": time.perf_counter() - start, "passed": int((best <= 1).sum())}
    print(json.dumps(result))


main(sys.argv[1])

"""The predicted/delivered phantom pair and its truth table, in float64, independent of the program.

Writes predicted.nii, delivered.nii, structures.nii (gzipped) and truth.json into the folder given. Simulated; no patient.
Needs numpy only. Run: python3 pair.py data/phantoms/pair
"""
import gzip
import json
import struct
import sys
from math import sqrt

import numpy as np

PREDICTED = ((30, 28, 30), (4.42, 4.42, 4.42), (-64.0, -60.0, -62.0))
DELIVERED = ((30, 28, 36), (4.07, 4.07, 3.0), (-59.0, -55.0, -53.0))
TUMORS = {2: ((-18.0, 4.0, 6.0), 15.0), 3: ((20.0, -10.0, -8.0), 11.0), 4: ((12.0, 22.0, 14.0), 9.0)}
LIVER = (46.0, 42.0, 40.0)
SEEDS = (20260314, 20260321)


def points(grid):
    size, spacing, origin = grid
    axes = [origin[a] + spacing[a] * np.arange(size[a]) for a in range(3)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def dose(grid, tumor_gy, liver_gy, blur, shift, seed, noise):
    p = points(grid) - np.array(shift)
    r = np.sqrt(((p / np.array(LIVER)) ** 2).sum(-1))
    d = liver_gy / (1 + np.exp((r - 1) * 40 / blur))
    for (centre, radius), gy in zip(TUMORS.values(), tumor_gy):
        distance = np.sqrt(((p - np.array(centre)) ** 2).sum(-1))
        d = d + (gy - liver_gy) / (1 + np.exp((distance - radius) * 2.2 / blur))
    rng = np.random.default_rng(seed)
    return (d * (1 + noise * rng.standard_normal(d.shape))).astype(np.float32).astype(np.float64)


def labels():
    p = points(DELIVERED)
    label = (((p / np.array(LIVER)) ** 2).sum(-1) <= 1).astype(np.int16)
    for value, (centre, radius) in TUMORS.items():
        label[((p - np.array(centre)) ** 2).sum(-1) <= radius * radius] = value
    return label


def write(path, values, grid, datatype, bits, dtype):
    size, spacing, origin = grid
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *size, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, datatype, bits)
    struct.pack_into("<8f", header, 76, 1, *spacing, 0, 0, 0, 0)
    struct.pack_into("<ff", header, 108, 352, 1)
    header[123] = 2
    struct.pack_into("<hh", header, 252, 0, 1)
    # NIfTI axes are RAS, the doses above are given in LPS.
    struct.pack_into("<4f", header, 280, -spacing[0], 0, 0, -origin[0])
    struct.pack_into("<4f", header, 296, 0, -spacing[1], 0, -origin[1])
    struct.pack_into("<4f", header, 312, 0, 0, spacing[2], origin[2])
    header[344:348] = b"n+1\0"
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as zipped:
        zipped.write(bytes(header) + values.astype(dtype).tobytes(order="F"))


def interpolate(volume, index):
    """Trilinear at fractional indices (n, 3), clamped to the outermost centres within half a voxel; NaN beyond."""
    size = np.array(volume.shape)
    outside = ((index < -0.5) | (index > size - 0.5)).any(-1)
    index = np.clip(index, 0, size - 1)
    low = np.minimum(index.astype(int), size - 2)
    f = index - low
    result = np.zeros(len(index))
    for corner in range(8):
        bits = np.array([corner & 1, corner >> 1 & 1, corner >> 2])
        weight = np.where(bits, f, 1 - f).prod(-1)
        at = low + bits
        result += weight * volume[at[:, 0], at[:, 1], at[:, 2]]
    result[outside] = np.nan
    return result


def to_predicted(index):
    lps = np.array(DELIVERED[2]) + index * np.array(DELIVERED[1])
    return (lps - np.array(PREDICTED[2])) / np.array(PREDICTED[1])


def d_x(values, percent):
    ordered = np.sort(values)[::-1]
    return ordered[int(np.ceil(len(values) * percent / 100 - 1e-9)) - 1]


def ranks(values):
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def lin(x, y):
    return 2 * ((x - x.mean()) * (y - y.mean())).mean() / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)


def dice(x, y, gy):
    a, b = x >= gy, y >= gy
    return None if a.sum() + b.sum() == 0 else float(2 * (a & b).sum() / (a.sum() + b.sum()))


def gammas(predicted, delivered, wanted, fraction, distance, local):
    """Lattice of 0.5 mm out to 2 DTA, then ever smaller steps around the best point."""
    step = 0.5
    n = int(np.ceil(2 * distance / step))
    k = step * np.stack(np.meshgrid(*[np.arange(-n, n + 1)] * 3, indexing="ij"), -1).reshape(-1, 3)
    k = k[(k ** 2).sum(-1) <= (2 * distance) ** 2]
    top = delivered.max()
    cube = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1], [-1, 0, 1], indexing="ij"), -1).reshape(-1, 3)
    result = []
    for index in wanted:
        gy = delivered[tuple(index)]
        delta = fraction * (gy if local else top)
        base = to_predicted(index.astype(float))

        def square(offsets):
            values = interpolate(predicted, base + offsets / np.array(PREDICTED[1]))
            s = (offsets ** 2).sum(-1) / distance ** 2 + ((values - gy) / delta) ** 2
            return np.where(np.isnan(s), np.inf, s)

        s = square(k)
        best, at, width = s.min(), k[s.argmin()], step
        while width > 0.005:
            around = at + width * cube
            s = square(around)
            if s.min() < best:
                best, at = s.min(), around[s.argmin()]
            width *= 0.7
        result.append(min(2.0, sqrt(best)))
    return np.array(result)


def main(folder):
    predicted = dose(PREDICTED, (260, 160, 120), 35, 3.0, (0, 0, 0), SEEDS[0], 0.03)
    delivered = dose(DELIVERED, (176, 172, 150), 41, 2.0, (1.0, -0.5, 0.8), SEEDS[1], 0.05)
    label = labels()
    write(f"{folder}/predicted.nii.gz", predicted, PREDICTED, 16, 32, "<f4")
    write(f"{folder}/delivered.nii.gz", delivered, DELIVERED, 16, 32, "<f4")
    write(f"{folder}/structures.nii.gz", label, DELIVERED, 4, 16, "<i2")
    regions = {"Label 1": label == 1, **{f"Label {v}": label == v for v in TUMORS}}
    structures = []
    for name, inside in regions.items():
        index = np.argwhere(inside)
        x = interpolate(predicted, to_predicted(index.astype(float)))
        y = delivered[inside]
        reach = index[y >= 0.1 * delivered.max()]
        gamma = gammas(predicted, delivered, reach, 0.03, 3.0, False)
        structures.append({
            "name": name, "volumeMl": len(y) * 4.07 * 4.07 * 3 / 1000, "predictedMeanGy": x.mean(), "deliveredMeanGy": y.mean(),
            "differenceGy": y.mean() - x.mean(), "ratio": y.mean() / x.mean(),
            "predictedD70Gy": d_x(x, 70), "deliveredD70Gy": d_x(y, 70), "predictedD95Gy": d_x(x, 95), "deliveredD95Gy": d_x(y, 95),
            "deliveredV100": float((y >= 100).mean()), "linsCcc": lin(x, y), "pearson": np.corrcoef(x, y)[0, 1],
            "spearman": np.corrcoef(ranks(x), ranks(y))[0, 1], "dice": [{"doseGy": g, "dice": dice(x, y, g)} for g in (50, 100, 150)],
            "gammaPassFraction": float((gamma <= 1).mean()), "gammaMean": gamma.mean(), "gammaEvaluated": len(gamma),
        })
    means = [s for s in structures]
    difference = np.array([s["differenceGy"] for s in means])
    truth = {
        "simulated": True, "seeds": SEEDS,
        "structures": structures,
        # The regions do not overlap: three tumours, and what is left of the liver.
        "agreement": {"n": len(means), "biasGy": difference.mean(), "loaLowGy": difference.mean() - 1.96 * difference.std(ddof=1),
                      "loaHighGy": difference.mean() + 1.96 * difference.std(ddof=1)},
        "tumorUnion": {"predictedMeanGy": interpolate(predicted, to_predicted(np.argwhere(label > 1).astype(float))).mean(), "deliveredMeanGy": delivered[label > 1].mean()},
        "crossing": {"structure": "Label 2", "limitGy": 191.3},
    }
    with open(f"{folder}/truth.json", "w") as file:
        json.dump(truth, file, indent=1)
        file.write("\n")


main(sys.argv[1])

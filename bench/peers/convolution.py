#!/usr/bin/env python3
"""Times other tools on one convolution; called by the bench runner so that peers and program run side by side.

Prints one JSON object: for each way of convolving, wall and CPU milliseconds of every run; `absent` says what could not run, and why.
"""
import argparse
import json
import os
import resource
import subprocess
import tempfile
import time

import numpy as np
import scipy
import scipy.fft
import scipy.ndimage
import scipy.signal

# ndimage sums every entry of the kernel for every voxel: above this many products it takes minutes.
MOST_PRODUCTS = 4e9
# Short work is repeated for so long, as the bench runner does with ours.
LEAST_MS, MOST_RUNS = 300, 100


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(work, runs):
    work()
    wall, cpu = [], []
    while len(wall) < runs or (len(wall) < MOST_RUNS and sum(wall) < LEAST_MS):
        w, c = time.perf_counter(), cpu_seconds()
        work()
        wall.append(1e3 * (time.perf_counter() - w))
        cpu.append(1e3 * (cpu_seconds() - c))
    return {"wallMs": wall, "cpuMs": cpu}


def fftw(size, radius, runs):
    """FFTW, compiled here; raises where there is no compiler or no library."""
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fftw.c")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "fftw")
        subprocess.run(["cc", "-O3", "-march=native", source, "-o", program, "-lfftw3f_threads", "-lfftw3f", "-lpthread", "-lm"], check=True, capture_output=True)
        numbers = [str(n) for n in (*size, *radius, runs, os.cpu_count())]
        return json.loads(subprocess.run([program, *numbers], check=True, capture_output=True).stdout)


def torch_convolution(volume, kernel, runs):
    import torch
    device = "cuda" if torch.cuda.is_available() else "cpu"
    source = torch.from_numpy(volume).to(device)[None, None]
    weights = torch.from_numpy(kernel).to(device)[None, None]

    def work():
        torch.nn.functional.conv3d(source, weights, padding="same")
        if device == "cuda":
            torch.cuda.synchronize()

    return measure(work, runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs=3, required=True, help="x y z")
    parser.add_argument("--radius", type=int, nargs=3, required=True, help="x y z")
    parser.add_argument("--of", type=int, nargs=3, help="x y z of a volume that is zero but for the middle of a box of --size: SciPy finds the box, convolves it and puts the result into zeros, as the program does")
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()

    rng = np.random.default_rng(1)
    shape = tuple(reversed(args.size))
    volume = rng.random(shape, dtype=np.float32)
    offsets = [np.arange(-r, r + 1) for r in reversed(args.radius)]
    squares = sum(np.square(o) for o in np.meshgrid(*offsets, indexing="ij"))
    kernel = np.exp(-0.7 * np.sqrt(squares)).astype(np.float32)

    workers = os.cpu_count()
    padded = [scipy.fft.next_fast_len(n + k - 1, real=True) for n, k in zip(shape, kernel.shape)]
    spectrum = scipy.fft.rfftn(kernel, padded)
    inner = tuple(slice(r, r + n) for r, n in zip(reversed(args.radius), shape))

    def cached(box=volume):
        transformed = scipy.fft.rfftn(box, padded, workers=workers)
        transformed *= spectrum
        return scipy.fft.irfftn(transformed, padded, workers=workers, overwrite_x=True)[inner]

    def in_volume(convolve):
        """The work of a convolution of the box, or of the volume that holds it."""
        if not args.of:
            return convolve
        whole = np.zeros(tuple(reversed(args.of)), np.float32)
        first = [(n - size) // 2 + r for n, size, r in zip(whole.shape, shape, reversed(args.radius))]
        last = [f + size - 2 * r for f, size, r in zip(first, shape, reversed(args.radius))]
        active = tuple(slice(f, e) for f, e in zip(first, last))
        whole[active] = 1 + rng.random(whole[active].shape, dtype=np.float32)

        def work():
            plane = whole.any(axis=0)
            lines = (whole.any(axis=(1, 2)), plane.any(axis=1), plane.any(axis=0))
            box = tuple(slice(max(0, np.argmax(line) - r), len(line) - max(0, np.argmax(line[::-1]) - r)) for line, r in zip(lines, reversed(args.radius)))
            found = np.zeros_like(whole)
            found[box] = convolve(whole[box])
            return found

        return work

    result, absent = {}, []
    products = float(volume.size) * kernel.size
    others = {
        "fftw": lambda: fftw(args.size, args.radius, args.runs),
        "ndimage": lambda: measure(lambda: scipy.ndimage.convolve(volume, kernel, mode="constant"), min(args.runs, 3)),
        "torch": lambda: torch_convolution(volume, kernel, min(args.runs, 3)),
    }
    for name, work in others.items():
        if name != "fftw" and products > MOST_PRODUCTS:
            absent.append(f"{name}: {products:.0e} products would take minutes")
            continue
        try:
            result[name] = work()
        except (ImportError, OSError, subprocess.CalledProcessError) as e:
            absent.append(f"{name}: {type(e).__name__}")
    print(json.dumps({
        **result,
        "absent": absent,
        "versions": f"SciPy {scipy.__version__}, NumPy {np.__version__}",
        "workers": workers,
        "fftconvolve": measure(in_volume(lambda box=volume: scipy.signal.fftconvolve(box, kernel, mode="same")), args.runs),
        "cachedFft": measure(in_volume(cached), args.runs),
    }))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Times SciPy on one convolution; called by the bench runner so that peer and program run side by side.

Prints one JSON object: for each way of convolving, wall and CPU milliseconds of every run.
"""
import argparse
import json
import os
import resource
import time

import numpy as np
import scipy
import scipy.fft
import scipy.signal


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(work, runs):
    work()
    wall, cpu = [], []
    for _ in range(runs):
        w, c = time.perf_counter(), cpu_seconds()
        work()
        wall.append(1e3 * (time.perf_counter() - w))
        cpu.append(1e3 * (cpu_seconds() - c))
    return {"wallMs": wall, "cpuMs": cpu}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs=3, required=True, help="x y z")
    parser.add_argument("--radius", type=int, nargs=3, required=True, help="x y z")
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

    def cached():
        transformed = scipy.fft.rfftn(volume, padded, workers=workers)
        transformed *= spectrum
        return scipy.fft.irfftn(transformed, padded, workers=workers, overwrite_x=True)[inner]

    print(json.dumps({
        "versions": f"SciPy {scipy.__version__}, NumPy {np.__version__}",
        "workers": workers,
        "fftconvolve": measure(lambda: scipy.signal.fftconvolve(volume, kernel, mode="same"), args.runs),
        "cachedFft": measure(cached, args.runs),
    }))


if __name__ == "__main__":
    main()

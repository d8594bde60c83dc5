#!/usr/bin/env python3
"""Reruns benchmarks beside their peers and compares ratios with the newest committed JSON; exit code 1 where one got worse by more than the margin.

  /usr/bin/python3 bench/regress.py [--margin 0.25] [--baseline docs/performance] [--against FOLDER]

Ratios of CPU time (peer / ours) are compared, which other work on the machine moves least; on another processor they differ by more than the margin
may allow, so compare like with like. --against takes results that lie in a folder already. A check to run by hand or before a release: no test.
"""
import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def newest(folder, kind):
    found = sorted(glob.glob(os.path.join(folder, f"*-{kind}-cpu.json")))
    if not found:
        return None
    with open(found[-1], encoding="utf-8") as file:
        return json.load(file)


def ratios(folder):
    """Peer CPU time over ours, by name."""
    result = {}
    for r in (newest(folder, "convolution") or {"results": []})["results"]:
        for peer in ("sciPy", "sciPyCached", "fftw"):
            if r.get(peer):
                result[f"convolution {r['case']} / {peer}"] = statistics.median(r[peer]["cpuMs"]) / statistics.median(r["ours"]["cpuMs"])
    for r in (newest(folder, "whole-run") or {"results": []})["results"]:
        result[f"whole run {r['case']}"] = r["ratioCpu"]
    return result


def rerun(folder, runs):
    subprocess.run(["dotnet", "run", "-c", "Release", "--project", "bench", "--", "convolution", "--runs", str(runs), "--python", sys.executable, "--out", folder],
                   cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["dotnet", "build", "host", "-c", "Release", "-v", "quiet", "-clp:NoSummary"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "bench/whole-run.py", "--runs", str(runs), "--out", folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--margin", type=float, default=0.25, help="share by which a ratio may be lower (default 0.25)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--baseline", default=os.path.join(ROOT, "docs/performance"))
    parser.add_argument("--against")
    args = parser.parse_args()
    before = ratios(args.baseline)
    with tempfile.TemporaryDirectory() as folder:
        if args.against is None:
            rerun(folder, args.runs)
        after = ratios(args.against or folder)
    common = [name for name in before if name in after]
    if not common:
        sys.exit(f"nothing to compare: {args.baseline} has {len(before)} ratios, the rerun {len(after)}")
    worse = [name for name in common if after[name] < before[name] * (1 - args.margin)]
    for name in common:
        print(f"{'WORSE ' if name in worse else '      '}{name}: {before[name]:.2f} -> {after[name]:.2f}")
    for name in sorted(set(before) ^ set(after)):
        print(f"      {name}: only in the {'baseline' if name in before else 'rerun'}")
    if worse:
        sys.exit(f"{len(worse)} of {len(common)} ratios got worse by more than {args.margin:.0%}")


if __name__ == "__main__":
    main()

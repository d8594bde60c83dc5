#!/usr/bin/env python3
"""Times whole `voxeldose dose` runs beside bench/peers/dosimetry.py, in turn, and writes the dated Markdown and JSON. From the repository root, built:

  dotnet build host -c Release && /usr/bin/python3 bench/whole-run.py --out docs/performance

or beside the single file of host/publish.sh: --program FILE. Cases: `patient` (a PET of 256x256x89 with eight structures on 512x512x112, where the shared data are) and `whole-body` (512x512x300 at 1 mm, ten
structures, made by bench/peers/whole_body.py). Both programs start cold from the shell; peak memory is the kernel's (wait4). Fails where doses differ.
"""
import argparse
import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BENCH = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(BENCH)
PROGRAM = ["dotnet", os.path.join(ROOT, "host/bin/Release/net10.0/voxeldose.dll")]
PATIENT = os.path.join(ROOT, "../shared/data/real/taranis-patient-1")
SPACINGS = {"patient": "2.34375x2.34375x2.7799999930640795", "whole-body": "1x1x1"}
AIMS = {"patient": (1, 700), "whole-body": (5, 3000)}
LARGEST_DIFFERENCE = 1e-3
# Half the grids' resampling rule shows in the smallest lesions only; means of fewer voxels are not compared.
SMALLEST_ML = 0.1


def inputs(case, work):
    if case == "patient":
        return os.path.join(PATIENT, "patient_1_Y90_PET.nrrd"), os.path.join(PATIENT, "patient_1_Segmentation.seg.nrrd"), None
    folder = os.path.join(work, case)
    subprocess.run([sys.executable, os.path.join(BENCH, "peers/whole_body.py"), folder], check=True)
    return [os.path.join(folder, name) for name in ("pet.nii.gz", "labels.nii.gz", "labels.labels.json")]


def measure(command, log):
    """Wall s, CPU s of user and system, and peak MB of one run."""
    with open(log, "wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=file, stderr=file)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{open(log, encoding='utf-8').read()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3


def stages(log):
    """Seconds of each stage from the lines of --verbose."""
    times = [line.split(" s  ", 1) for line in open(log, encoding="utf-8") if " s  " in line and line.split(" s  ")[0].strip().replace(".", "").isdigit()]
    times = [(float(at), name.strip()) for at, name in times]
    return {name: round(end - at, 2) for (at, name), (end, _) in zip(times, times[1:])}


def difference(ours, theirs):
    """Largest relative difference of a mean dose, of the structures that both have and that reach a size, and how many were compared."""
    with open(os.path.join(ours, "results.json"), encoding="utf-8") as file:
        mine = {s["name"]: s for s in json.load(file)["structures"]}
    with open(os.path.join(theirs, "results.json"), encoding="utf-8") as file:
        peer = json.load(file)["structures"]
    pairs = [(mine[name]["dose"][method]["meanGy"], row["meanGy"]) for name, s in peer.items() if name in mine and s["volumeMl"] >= SMALLEST_ML
             for method, row in s["dose"].items()]
    return max(abs(a / b - 1) for a, b in pairs), len(pairs)


def run(case, program, runs, work):
    activity, structures, names = inputs(case, work)
    kernel = os.path.join(work, f"{case}-kernel.json")
    subprocess.run([*program, "kernel", "--voxel", SPACINGS[case], "--density", "1.05", "--out", kernel], check=True, stderr=subprocess.DEVNULL)
    ours_out, peer_out = os.path.join(work, "ours"), os.path.join(work, "peer")
    ours = [*program, "dose", "--activity", activity, "--modality", "y90-pet", "--activity-units", "bq-per-ml", "--calibration", "absolute",
            "--hours-after-administration", "0", "--structures", structures, "--device", "cpu", "--out", ours_out, "--verbose"]
    peer = [sys.executable, os.path.join(BENCH, "peers/dosimetry.py"), "--activity", activity, "--structures", structures, "--kernel", kernel,
            "--out", peer_out, *(["--names", names] if names else [])]
    taken = {"ours": [], "peer": []}
    for _ in range(runs):
        for who, command, out in (("ours", ours, ours_out), ("peer", peer, peer_out)):
            shutil.rmtree(out, ignore_errors=True)
            taken[who].append(measure(command, os.path.join(work, who + ".log")))
    largest, count = difference(ours_out, peer_out)
    result = {"case": case, "runs": runs}
    for who, rows in taken.items():
        wall, cpu, peak = zip(*rows)
        result[who] = {"wallS": wall, "cpuS": cpu, "medianWallS": statistics.median(wall), "medianCpuS": statistics.median(cpu), "peakMb": max(peak)}
    result["ratioWall"] = result["peer"]["medianWallS"] / result["ours"]["medianWallS"]
    result["ratioCpu"] = result["peer"]["medianCpuS"] / result["ours"]["medianCpuS"]
    result["stagesS"] = stages(os.path.join(work, "ours.log"))
    result["largestMeanDifference"], result["meansCompared"] = largest, count
    return result


def markdown(report):
    lines = [
        f"# Whole runs, {report['date']}", "",
        f"Commit {report['commit']}, {report['program']}. {report['machine']}, {report['cores']} cores. Peer: [dosimetry.py](../../bench/peers/dosimetry.py), {report['peer']}. Medians of runs from the",
        "shell, program and peer in turn; both read, convolve, reduce and write compressed volumes and tables, the program its report and uncertainties too.",
        f"Load of the machine at the end: {report['load']:.1f}.", "",
        "| case | ours, s | CPU s | peak, MB | peer, s | CPU s | peak, MB | peer / ours, wall (aim) | CPU | largest difference of a mean |",
        "|---|---|---|---|---|---|---|---|---|---|"]
    for r in report["results"]:
        o, p = r["ours"], r["peer"]
        ratio, megabytes = AIMS[r["case"]]
        lines.append(
            f"| {r['case']} ({r['runs']} runs) | {o['medianWallS']:.2f} ({min(o['wallS']):.2f} to {max(o['wallS']):.2f}) | {o['medianCpuS']:.2f} | {o['peakMb']:.0f} (aim {megabytes}) | "
            f"{p['medianWallS']:.2f} ({min(p['wallS']):.2f} to {max(p['wallS']):.2f}) | {p['medianCpuS']:.2f} | {p['peakMb']:.0f} | {r['ratioWall']:.1f} ({ratio}) | {r['ratioCpu']:.1f} | "
            f"{r['largestMeanDifference']:.1e} of {r['meansCompared']} |")
    lines += ["", "Stages of the last run, s:", ""]
    lines += [f"- {r['case']}: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in r["stagesS"].items()) for r in report["results"]]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", choices=list(SPACINGS), action="append", help="repeatable; all where not given")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--program", help="the published single file, in place of the build output")
    parser.add_argument("--out", help="folder for the dated Markdown and JSON; printed alone where not given")
    args = parser.parse_args()
    if args.out:
        os.makedirs(args.out, exist_ok=True)
    cases = args.case or list(SPACINGS)
    if "patient" in cases and not os.path.exists(PATIENT):
        print(f"no patient case: {PATIENT} is absent", file=sys.stderr)
        cases.remove("patient")
    import nibabel
    import numpy
    import scipy
    with tempfile.TemporaryDirectory() as work:
        results = [run(case, [os.path.abspath(args.program)] if args.program else PROGRAM, args.runs, work) for case in cases]
    commit = os.environ.get("VOXELDOSE_COMMIT") or subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip() or "unknown"
    model = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")][:1] if os.path.exists("/proc/cpuinfo") else []
    report = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(), "commit": commit, "program": "published single file" if args.program else "build output", "machine": (model or [platform.machine()])[0],
        "cores": os.cpu_count(), "load": os.getloadavg()[0],
        "peer": f"Python {platform.python_version()}, NumPy {numpy.__version__}, SciPy {scipy.__version__}, nibabel {nibabel.__version__}", "results": results}
    print(markdown(report))
    if args.out:
        name = os.path.join(args.out, f"{report['date']}-whole-run-{'published-' if args.program else ''}cpu")
        with open(name + ".json", "w", encoding="utf-8") as file:
            file.write(json.dumps(report, indent=2) + "\n")
        with open(name + ".md", "w", encoding="utf-8") as file:
            file.write(markdown(report))
    if any(r["largestMeanDifference"] > LARGEST_DIFFERENCE for r in results):
        sys.exit(f"doses differ by more than {LARGEST_DIFFERENCE}")


if __name__ == "__main__":
    main()

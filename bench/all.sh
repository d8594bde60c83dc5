#!/usr/bin/env bash
# Reruns every benchmark of the host and writes the dated pages: bench/all.sh [FOLDER] (default: docs/performance). About 15 minutes on an idle machine of
# two cores. Peers that are not installed are named in the pages as absent. Devices: bench -- convolution --device opencl|cuda, bench/gpu-bundle.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-docs/performance}
python=${PYTHON:-/usr/bin/python3}
dotnet build bench -c Release -v quiet -clp:NoSummary
dotnet build host -c Release -v quiet -clp:NoSummary
bench() { dotnet bench/bin/Release/net10.0/VoxelDose.Bench.dll "$@"; }
bench convolution --python "$python" --out "$out"
# Exit 1 of this one says that its ratio is below the aim; the page tells it.
PYTHON=$python bench statistics --out "$out" || echo "statistics: below its aim"
bench gamma --out "$out" || echo "gamma: below its aim, or without its peer"
"$python" bench/whole-run.py --out "$out"

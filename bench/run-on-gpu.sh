#!/usr/bin/env bash
# Parity, selftest, the committed case and benchmarks on one device; everything it says is kept in results/.
# usage: run-on-gpu.sh [cuda[:N]|opencl[:N]|cpu|ilgpu-cpu]     (default cuda); exit code 1 where a step fails
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
device=${1:-cuda}
results=$here/results/$(date -u +%Y-%m-%d)-${device//:/-}
mkdir -p "$results"
export VOXELDOSE_COMMIT
VOXELDOSE_COMMIT=$(cat "$here/commit")
failed=0

step() {
    local name=$1; shift
    echo "== $name"
    local code=0
    "$@" > "$results/$name.txt" 2>&1 || code=$?
    tail -n $((code == 0 ? 1 : 5)) "$results/$name.txt"
    if [ "$code" -ne 0 ]; then
        failed=$((failed + 1))
        echo "FAILED (exit $code), see $results/$name.txt"
    fi
}

step devices "$here/bin/voxeldose" devices
step parity "$here/bin/VoxelDose.Bench" parity --device "$device"
step selftest "$here/bin/voxeldose" selftest --device "$device" --json
step case "$here/bin/voxeldose" dose "$here/data/phantoms/torso/case.json" --device "$device" --overwrite --out "$results/torso"
step benchmark "$here/bin/VoxelDose.Bench" convolution --device "$device" --out "$results"
step separable "$here/bin/VoxelDose.Bench" convolution --device "$device" --algorithm separable --case 128 200 256 512 --out "$results/separable"
step direct "$here/bin/VoxelDose.Bench" convolution --device "$device" --algorithm direct --case 128 200 256 --out "$results/direct"
command -v nvidia-smi > /dev/null && nvidia-smi > "$results/nvidia-smi.txt"
echo "results in $results; $failed steps failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Times whole `dose` runs from the shell and shows how one splits into stages. Usage: bench/whole-run.sh RUNS dose-arguments...
# e.g. bench/whole-run.sh 7 data/phantoms/torso/case.json --device cpu
set -euo pipefail
cd "$(dirname "$0")/.."
runs=$1; shift
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet build host -c Release -v quiet -clp:NoSummary
for n in $(seq "$runs"); do
    start=$(date +%s.%N)
    dotnet host/bin/Release/net10.0/voxeldose.dll dose "$@" --out "$out/$n" --verbose 2> "$out/log"
    echo "$start $(date +%s.%N)" | awk '{ printf "%.2f\n", $2 - $1 }' >> "$out/walls"
done
echo "last run, seconds since its start:"
grep -E '^ *[0-9.]+ s  ' "$out/log"
sort -n "$out/walls" | awk '{ t[NR] = $1 } END { printf "whole process, %d runs: median %.2f s, %.2f to %.2f s\n", NR, t[int((NR + 1) / 2)], t[1], t[NR] }'

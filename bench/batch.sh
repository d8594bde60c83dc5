#!/usr/bin/env bash
# Runs a cohort of synthetic cases on one core and on two, and tells parallel efficiency, throughput and memory over the run.
# Usage: bench/batch.sh [CASES [SPACING_MM]]; the machine has to be idle. Needs two cores and a built checkout (dotnet build -c Release).
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${1:-200} spacing=${2:-4}
# Code is compiled once and fully: else a single core, busy compiling, computes with the slow first versions for longer, and two look better than they are.
export DOTNET_TieredCompilation=0
program=host/bin/Release/net10.0/voxeldose.dll
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for seed in 1 2 3 4; do
    dotnet $program phantom torso --out "$out/p$seed" --spacing-mm "$spacing" --psf-mm 5 --noise on --seed "$seed" --quiet
done
{
    echo 'id,case,administered-mbq'
    for n in $(seq "$cases"); do echo "c$n,p$((n % 4 + 1))/case.json,$((1800 + n))"; done
} > "$out/manifest.csv"

# Prints wall, user and system time, and writes resident memory twice a second to a file.
measured() { # CORES JOBS NAME
    local TIMEFORMAT='%R %U %S'
    {
        time {
            taskset -c "$1" dotnet $program batch "$out/manifest.csv" --out "$out/$3" --jobs "$2" --device cpu --quiet &
            work=$!
            while kill -0 "$work" 2> /dev/null; do
                awk '/VmRSS/ { print $2 }' "/proc/$work/status" 2> /dev/null >> "$out/$3.rss" || true
                sleep 0.5
            done
            wait "$work"
        }
    } 2>&1
}
read -r wall1 user1 system1 < <(measured 0 1 one)
read -r wall2 user2 system2 < <(measured 0,1 2 two)
cmp "$out/one/cohort.parquet" "$out/two/cohort.parquet"

echo "$(date -u +%F), $(uname -m), $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), commit $(git rev-parse --short HEAD)"
echo "$cases torsos, $spacing mm voxels ($(sed -n 's/^sizes: //p' "$out/p1/activity.nrrd" | tr ' ' x)), CT, six structures, ldm and vsv, all outputs"
awk -v n="$cases" -v w1="$wall1" -v u1="$user1" -v s1="$system1" -v w2="$wall2" -v u2="$user2" -v s2="$system2" 'BEGIN {
    printf "one core:  wall %.1f s, CPU %.1f s, %.2f cases a second\n", w1, u1 + s1, n / w1
    printf "two cores: wall %.1f s, CPU %.1f s, %.2f cases a second\n", w2, u2 + s2, n / w2
    printf "parallel efficiency: %.1f %% of CPU time (one core CPU / two cores CPU), %.1f %% of wall time (one core wall / 2 x two cores wall), %.1f %% (one core CPU / 2 x two cores wall)\n",
        100 * (u1 + s1) / (u2 + s2), 100 * w1 / (2 * w2), 100 * (u1 + s1) / (2 * w2)
}'
for run in one two; do
    awk -v run="$run" '{ r[NR] = $1 / 1024 } END { q = int(NR / 4); for (k = 0; k < 4; k++) { m = 0; for (i = k * q + 1; i <= (k + 1) * q; i++) if (r[i] > m) m = r[i]; t = t sprintf(" %.0f", m) } printf "memory, %s core%s: largest resident MiB in each quarter of the run:%s\n", run, run == "two" ? "s" : "", t }' "$out/$run.rss"
done

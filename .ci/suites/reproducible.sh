#!/usr/bin/env bash
# The committed case gives the same dose voxels and the same results.json (less startedAt, durationS, software, device) in two clean clones, with one and
# two threads, and from --replay; an untouched folder verifies and a touched one does not. Last line: 'Reproducible: N passed, N failed, N skipped'.
set -uo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 NO_COLOR=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
ok() { passed=$((passed + 1)); echo "ok: $*"; }
bad() { failed=$((failed + 1)); echo "FAILED: $*"; }
done_() { echo "Reproducible: $passed passed, $failed failed, $skipped skipped"; [ "$failed" -eq 0 ]; exit; }

for clone in one other; do git clone -q --no-hardlinks . "$work/$clone" || { bad "clone $clone"; done_; }; done
for clone in one other; do
    (cd "$work/$clone" && dotnet build host -c Release -v quiet -clp:NoSummary) > "$work/$clone.log" 2>&1 || { tail -n 5 "$work/$clone.log"; bad "build $clone"; done_; }
done

voxeldose() { (cd "$work/$1" && shift && dotnet host/bin/Release/net10.0/voxeldose.dll "$@" --quiet 2>> "$work/stderr"); }
# The hashes that a result tells of itself: of the doses, and of its canonical form.
told() { sed -n '/"doses": \[/,$p' "$1" | grep -oE '"(sha256|resultsSha256)": "[0-9a-f]{64}"' | tr '\n' ' '; }

case=data/phantoms/torso/case.json
voxeldose one dose $case --device cpu --threads 1 --out "$work/a" || bad 'run with one thread'
voxeldose one dose $case --device cpu --threads 2 --out "$work/b" || bad 'run with two threads'
voxeldose other dose $case --device cpu --threads 2 --out "$work/c" || bad 'run in the other clone'
voxeldose other dose --replay "$work/a/results.json" --out "$work/d" && ok 'a replay says that the bits agree' || bad 'replay'
expected=$(told "$work/a/results.json")
[ "$(wc -w <<< "$expected")" -eq 6 ] && ok "two doses and the results are hashed: $expected" || bad "found '$expected' for two doses and the results"
for run in b c d; do
    [ "$(told "$work/$run/results.json")" = "$expected" ] && ok "run $run has the hashes of run a" || bad "run $run: $(told "$work/$run/results.json")"
    cmp -s <(gzip -dc "$work/a/dose-vsv.nii.gz") <(gzip -dc "$work/$run/dose-vsv.nii.gz") && ok "run $run: dose-vsv has the bytes of run a" || bad "run $run: dose-vsv"
done

# The same claims without the program: sha256sum, and the definition of the canonical form in another language.
(cd "$work/a" && sha256sum --quiet -c manifest.sha256) && ok 'sha256sum agrees with the manifest' || bad 'sha256sum'
if command -v python3 > /dev/null; then
    python3 - "$work"/[abcd]/results.json <<'PY' && ok 'an independent reader finds the same documents' || bad 'independent reader'
import hashlib, json, sys
def less(x):
    if isinstance(x, dict): return {k: less(v) for k, v in x.items() if k not in ("startedAt", "durationS", "software", "device", "resultsSha256")}
    return [less(v) for v in x] if isinstance(x, list) else x
hashes = {hashlib.sha256(json.dumps(less(json.load(open(p))), sort_keys=True).encode()).hexdigest() for p in sys.argv[1:]}
sys.exit(len(sys.argv) != 5 or len(hashes) != 1)
PY
else
    skipped=$((skipped + 1)); echo 'skipped: no python3 for the independent reader'
fi

voxeldose one verify "$work/a" && ok 'an untouched folder verifies' || bad 'verify'
printf ' ' >> "$work/b/dvh.csv"
voxeldose one verify "$work/b"; [ $? -eq 5 ] && ok 'a touched folder does not' || bad 'verify of a touched folder'
done_

#!/usr/bin/env bash
# Drives report.html in headless Chromium: the committed phantom, a comparison, a plan, and patient 1 where the shared data lie beside the checkout.
# SCREENSHOTS=DIR keeps pictures and PDFs.
set -uo pipefail
cd "$(dirname "$0")/../.."
tests=20 # checks for one report; what is not run is told as skipped
skip() { echo "$1"; echo "Browser: 0 passed, 0 failed, $tests skipped"; exit 0; }
twice() { "$@" || { sleep 5; "$@"; }; }
quietly() { "$@" >/dev/null 2>&1; }

if [ ! -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skip "no Chromium, and no right to install it"
    quietly apt-get update
    twice quietly apt-get install -y -qq chromium || skip "Chromium could not be installed"
fi
command -v npm >/dev/null || skip "no npm to install playwright-core with"
(cd tests/browser && twice quietly npm ci --no-audit --no-fund) || skip "playwright-core could not be installed"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
voxeldose() { dotnet host/bin/Release/net10.0/voxeldose.dll "$@" --quiet; }
reports=() skipped=0 broken=0
add() { # NAME dose options...
    local name=$1; shift
    if voxeldose dose "$@" --out "$out/$name"; then reports+=("$name=$out/$name/report.html"); else echo "FAILED: dose of $name"; broken=1; fi
}
add torso data/phantoms/torso/case.json
patient=../shared/data/real/taranis-patient-1
if [ -d "$patient" ]; then
    add patient1 --activity "$patient/patient_1_Y90_PET.nrrd" --modality y90-pet --activity-units bq-per-ml --calibration absolute \
        --hours-after-administration 0 --structures "$patient/patient_1_Segmentation.seg.nrrd" --energy-convention eanm2022
else
    skipped=$tests
fi
pair=data/phantoms/pair
if voxeldose compare --predicted $pair/predicted.nii.gz --delivered $pair/delivered.nii.gz --structures $pair/structures.nii.gz --role "Label 1=normal-liver" \
    --role "Label 2=tumor" --role "Label 3=tumor" --role "Label 4=tumor" --out "$out/comparison"; then
    reports+=("comparison=$out/comparison/report.html")
else
    echo "FAILED: compare"; broken=1
fi
if voxeldose plan --model all --device-type resin --tumor-ml 200 --normal-liver-ml 800 --liver-ml 1600 --tn-ratio 3 --lung-shunt 0.15 --target-tumor-gy 300 --target-perfused-gy 120 \
    --height-m 1.70 --weight-kg 70 --calibration-at 2026-03-22T12:00-04:00 --injection-at 2026-03-23T10:00+01:00 --out "$out/plan"; then
    reports+=("plan=$out/plan/plan.html")
else
    echo "FAILED: plan"; broken=1
fi
SKIPPED=$skipped node tests/browser/report.mjs "${reports[@]}" && [ "$broken" -eq 0 ]

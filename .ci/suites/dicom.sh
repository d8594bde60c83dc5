#!/usr/bin/env bash
# DICOM out judged by dciodvfy, pydicom and plastimatch, DICOM in written by pydicom: the committed phantom, and patient 1 where the shared
# data lie beside the checkout. Needs a built checkout; installs what is missing, or skips, saying so, where there is no right to.
set -uo pipefail
cd "$(dirname "$0")/../.."
skip() { echo "DICOM checks skipped: $1"; echo "DICOM: 0 passed, 0 failed, 1 skipped"; exit 0; }
twice() { "$@" || { sleep 5; "$@"; }; }
quietly() { "$@" > /dev/null 2>&1; }
here() { command -v plastimatch && command -v dciodvfy && /usr/bin/python3 -c 'import numpy, pydicom'; }

if ! quietly here; then
    [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || skip "plastimatch, dicom3tools or python3-pydicom are not here, and there is no right to install them"
    apt=(apt-get -q -o DPkg::Lock::Timeout=300)
    twice quietly "${apt[@]}" update
    twice quietly "${apt[@]}" install -y plastimatch dicom3tools python3-pydicom python3-numpy || skip "plastimatch, dicom3tools and python3-pydicom could not be installed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
patient=../shared/data/real/taranis-patient-1
[ -d "$patient" ] || patient=
/usr/bin/python3 -W ignore tests/dicom/check.py host/bin/Release/net10.0/voxeldose.dll "$work" ${patient:+"$patient"}

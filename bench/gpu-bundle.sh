#!/usr/bin/env bash
# Makes an archive that runs parity, selftest, the committed case and benchmarks on a linux-x64 machine that has a GPU and its driver,
# but no .NET: the program and the bench as self-contained compressed single files (no trimming, no AOT: ILGPU needs the JIT).
# usage: bench/gpu-bundle.sh [FOLDER]     writes FOLDER/voxeldose-gpu.tar.gz (default: out)
# on the other machine: tar xzf voxeldose-gpu.tar.gz && voxeldose-gpu/run-on-gpu.sh [cuda|opencl|cpu|ilgpu-cpu]
set -euo pipefail

repo=$(cd "$(dirname "$0")/.." && pwd)
out=$(mkdir -p "${1:-$repo/out}" && cd "${1:-$repo/out}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/voxeldose-bundle.XXXXXXXX")
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# A copy of the commit, so that publishing for one platform leaves the checkout's lock files and build outputs alone.
git -C "$repo" archive HEAD | tar -x -C "$work"
bundle=$work/voxeldose-gpu
publish() {
    RuntimeIdentifier=linux-x64 dotnet publish "$work/$1" -c Release --self-contained true -o "$bundle/bin" -v quiet \
        -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true \
        -p:DebugType=none -p:PublishDocumentationFiles=false -p:RestoreLockedMode=false \
        -p:ValidateExecutableReferencesMatchSelfContained=false
}

publish host
publish bench
mkdir -p "$bundle/data"
cp -r "$work/data/phantoms" "$bundle/data/phantoms"
cp "$work/bench/run-on-gpu.sh" "$work/LICENSE" "$bundle"
git -C "$repo" rev-parse --short HEAD > "$bundle/commit"
tar -C "$work" -czf "$out/voxeldose-gpu.tar.gz" voxeldose-gpu
echo "$out/voxeldose-gpu.tar.gz ($(du -h "$out/voxeldose-gpu.tar.gz" | cut -f1))"

#!/usr/bin/env bash
# Publishes the program as one self-contained file: no .NET needed where it runs. No trimming, no AOT: ILGPU needs the JIT.
# usage: host/publish.sh [linux-x64|win-x64|osx-arm64|all] [FOLDER]     writes FOLDER/voxeldose-VERSION-RID (default: all, out/published)
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
rids=${1:-all}
[ "$rids" != all ] || rids='linux-x64 win-x64 osx-arm64'
out=$(mkdir -p "${2:-$repo/out/published}" && cd "${2:-$repo/out/published}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/voxeldose-publish.XXXXXXXX")
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# A copy, so that publishing for another platform leaves the checkout's lock files and build outputs alone.
(cd "$repo" && git ls-files -z | tar --null -T - -c) | tar -x -C "$work"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$repo/Directory.Build.props")
for rid in $rids; do
    RuntimeIdentifier=$rid dotnet publish "$work/host" -c Release --self-contained true -o "$work/$rid" -v quiet \
        -p:PublishSingleFile=true -p:PublishReadyToRun=true -p:EnableCompressionInSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true \
        -p:DebugType=none -p:PublishDocumentationFiles=false -p:RestoreLockedMode=false
    case $rid in win-*) suffix=.exe ;; *) suffix= ;; esac
    mv "$work/$rid/voxeldose$suffix" "$out/voxeldose-$version-$rid$suffix"
    echo "$out/voxeldose-$version-$rid$suffix ($(du -h "$out/voxeldose-$version-$rid$suffix" | cut -f1))"
done

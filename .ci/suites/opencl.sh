#!/usr/bin/env bash
# Runs the backend tests on a real OpenCL driver without a GPU: PoCL 6 in a throw-away Debian trixie root (Debian 12's PoCL 3 lacks
# the generic address space that ILGPU needs). Needs root, apt and a built checkout (dotnet build -c Release); skips, saying so,
# without root. Leaves nothing behind, also when it fails or is interrupted. The last line sums up for the caller.
set -euo pipefail

repo=$(cd "$(dirname "$0")/../.." && pwd)
tests=tests/bin/Release/net10.0/VoxelDose.Tests.dll
filter='FullyQualifiedName~Parity|FullyQualifiedName~DeviceAgreement'
packages=pocl-opencl-icd,ocl-icd-opencl-dev,clinfo,libicu76,ca-certificates
shared=$repo/../shared
test_limit_s=240

summary() { echo "OpenCL: $1 passed, $2 failed, $3 skipped"; }

skip() {
    echo "OpenCL tests skipped: $1"
    summary 0 0 1
    exit 0
}

fail() {
    echo "OpenCL tests failed: $1" >&2
    summary 0 1 0
    exit 1
}

# Inside the private mount and process namespace: make the root, bind what the tests need, run them in it.
if [ "${1:-}" = --inside ]; then
    root=$2 mirror=$3 dotnet=$4
    debootstrap --variant=minbase --include="$packages" trixie "$root" "$mirror" > "$root.log" 2>&1 || {
        tail -n 5 "$root.log" >&2
        exit 97
    }
    mkdir -p "$root/src" "$root/dotnet"
    mount --bind "$repo" "$root/src"
    mount -o remount,bind,ro "$root/src"
    mount --bind "$dotnet" "$root/dotnet"
    mount -o remount,bind,ro "$root/dotnet"
    if [ -d "$shared" ]; then
        mkdir -p "$root/shared"
        mount --bind "$shared" "$root/shared"
        mount -o remount,bind,ro "$root/shared"
    fi
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    exec timeout "$test_limit_s" chroot "$root" /usr/bin/env -i PATH=/dotnet:/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 \
        DOTNET_ROOT=/dotnet DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
        VOXELDOSE_REQUIRE_OPENCL=1 \
        sh -c "clinfo --list; cd /src && exec dotnet test '$tests' --filter '$filter'"
fi

[ "$(id -u)" = 0 ] || skip "making a root needs to be root"
[ -f "$repo/$tests" ] || fail "$tests is not built; run: dotnet build -c Release"
command -v dotnet > /dev/null || fail "dotnet is not on the path"
command -v apt-get > /dev/null || skip "apt is not here, and the root is a Debian one"

if ! command -v debootstrap > /dev/null; then
    install=(apt-get -o DPkg::Lock::Timeout=120 install -y -q debootstrap)
    "${install[@]}" > /dev/null 2>&1 || { apt-get -q update > /dev/null 2>&1 || true; sleep 5; "${install[@]}" > /dev/null 2>&1; } ||
        fail "debootstrap could not be installed, tried twice"
fi

# The mirror that this machine already uses for Debian itself.
mirror=$(apt-get indextargets --format '$(SITE) $(ORIGIN) $(RELEASE)' 'Created-By: Packages' |
    awk '$2 == "Debian" && $3 !~ /security|updates|backports/ { print $1; exit }')
[ -n "$mirror" ] || fail "apt's sources name no Debian mirror"
eval "$(apt-config shell proxy Acquire::http::Proxy)"
[ -z "${proxy:-}" ] || export http_proxy="$proxy" https_proxy="$proxy"

root=$(mktemp -d "${TMPDIR:-/tmp}/voxeldose-opencl.XXXXXXXX")
chmod 755 "$root"
child=
cleanup() {
    trap - EXIT INT TERM HUP
    [ -z "$child" ] || { kill -KILL "$child" 2> /dev/null && wait "$child" 2> /dev/null; } || true
    rm -rf --one-file-system "$root" "$root.log" "$root.out"
}
trap cleanup EXIT
trap 'cleanup; summary 0 1 0; exit 130' INT TERM HUP

dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
run() {
    # Killing unshare kills all that runs inside, and with the namespace its mounts go.
    unshare --mount --pid --fork --kill-child -- bash "$repo/.ci/suites/opencl.sh" --inside "$root" "$mirror" "$dotnet_root" > "$root.out" 2>&1 &
    child=$!
    local status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

status=0
run || status=$?
if [ "$status" = 97 ]; then
    echo "the root could not be made; trying once more" >&2
    rm -rf --one-file-system "$root" && mkdir -m 755 "$root"
    status=0
    run || status=$?
fi

grep -vE '^(Test run for|A total of|Starting test|VSTest|Copyright|$)' "$root.out" || true
counts=$(grep -oE 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$root.out" | tail -n 1 | tr -dc '0-9 ')
if [ -z "$counts" ]; then
    [ "$status" != 124 ] || echo "the tests did not end within $test_limit_s s" >&2
    fail "the tests did not run (status $status)"
fi

read -r failed passed skipped <<< "$counts"
summary "$passed" "$failed" "$skipped"
exit "$status"

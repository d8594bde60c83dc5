#!/usr/bin/env bash
# Runs the DICOMweb scenarios against a real Orthanc with its DICOMweb plugin, on loopback, with a password, in a folder that goes with it.
# Needs a built checkout (dotnet build -c Release). Skips, saying so, where Orthanc is not there and may not be installed.
set -uo pipefail
cd "$(dirname "$0")/../.."
summary() { echo "Orthanc: $1 passed, $2 failed, $3 skipped"; exit "$([ "$2" -eq 0 ] && echo 0 || echo 1)"; }
skip() { echo "Orthanc tests skipped: $1"; summary 0 0 1; }
twice() { "$@" || { sleep 5; "$@"; }; }
server() { command -v Orthanc || { [ -x /usr/sbin/Orthanc ] && echo /usr/sbin/Orthanc; }; }
plugin=/usr/share/orthanc/plugins/libOrthancDicomWeb.so

if [ -z "$(server)" ] || [ ! -e "$plugin" ]; then
    [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || skip "no Orthanc with its DICOMweb plugin, and no right to install it"
    install() { apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends orthanc orthanc-dicomweb; }
    { apt-get -q update; twice install; } > /dev/null 2>&1 || skip "orthanc and orthanc-dicomweb could not be installed, tried twice"
fi

folder=$(mktemp -d)
orthanc=
trap '[ -z "$orthanc" ] || { kill "$orthanc" && wait "$orthanc"; } 2> /dev/null; rm -rf "$folder"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2> /dev/null || echo 18042)
password=$(head -c 18 /dev/urandom | base64 | tr '+/' 'ab')
cat > "$folder/orthanc.json" <<JSON
{
  "Name": "VoxelDose tests", "StorageDirectory": "$folder/storage", "IndexDirectory": "$folder/storage", "Plugins": ["$plugin"],
  "HttpPort": $port, "RemoteAccessAllowed": false, "AuthenticationEnabled": true, "RegisteredUsers": { "reader": "$password" },
  "DicomServerEnabled": false, "DicomWeb": { "Enable": true, "Root": "/dicom-web/" }
}
JSON
(umask 077 && printf '{ "user": "reader", "password": "%s" }' "$password" > "$folder/credentials.json")
"$(server)" "$folder/orthanc.json" > "$folder/log" 2>&1 &
orthanc=$!
for _ in $(seq 1 150); do
    curl -sf -u "reader:$password" "http://127.0.0.1:$port/system" > /dev/null && break
    kill -0 "$orthanc" 2> /dev/null || { tail -n 5 "$folder/log"; summary 0 1 0; }
    sleep 0.2
done

VOXELDOSE_ORTHANC="http://127.0.0.1:$port/dicom-web" VOXELDOSE_ORTHANC_CREDENTIALS="$folder/credentials.json" \
    dotnet test tests/bin/Release/net10.0/VoxelDose.Tests.dll --filter 'FullyQualifiedName~OrthancTests' 2>&1 | tee "$folder/out" | grep -vE '^(Test run for|A total of|VSTest|$)'
counts=$(grep -oE 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$folder/out" | tail -n 1 | tr -dc '0-9 ')
[ -n "$counts" ] || { tail -n 5 "$folder/log"; summary 0 1 0; }
read -r failed passed skipped <<< "$counts"
summary "$passed" "$failed" "$skipped"

#!/usr/bin/env bash
# Supply chain: restore in locked mode, a CycloneDX bill of materials of what is shipped (out/sbom.json), and known vulnerabilities of packages.
# Last line: 'Supply: N passed, N failed, N skipped'.
set -uo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cyclonedx=6.3.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
ok() { passed=$((passed + 1)); echo "ok: $*"; }
bad() { failed=$((failed + 1)); echo "FAILED: $*"; }
skip() { skipped=$((skipped + 1)); echo "skipped: $*"; }
twice() { "$@" || { sleep 5; "$@"; }; }

twice dotnet restore VoxelDose.sln --locked-mode -v quiet > "$work/restore" 2>&1 && ok 'all projects restore in locked mode' || { tail -n 3 "$work/restore"; bad 'locked restore'; }

if twice dotnet tool install CycloneDX --version "$cyclonedx" --tool-path "$work/tools" > "$work/tool" 2>&1; then
    mkdir -p out
    "$work/tools/dotnet-CycloneDX" host/voxeldose.csproj -o out -fn sbom.json -F Json --disable-package-restore > "$work/sbom" 2>&1 || tail -n 3 "$work/sbom"
    missing=0
    for package in $(grep -oE '^      "[A-Za-z0-9.]+": \{' host/packages.lock.json | tr -d ' ":{' | grep -v '^voxeldose'); do
        grep -qi "\"pkg:nuget/$package@" out/sbom.json || { missing=$((missing + 1)); echo "not in the bill of materials: $package"; }
    done
    grep -q '"bomFormat": "CycloneDX"' out/sbom.json && [ "$missing" -eq 0 ] && ok "bill of materials: $(grep -c '"bom-ref": "pkg:nuget' out/sbom.json) packages in out/sbom.json, every locked one among them" || bad "bill of materials: $missing missing"
else
    tail -n 2 "$work/tool"; skip 'bill of materials: the CycloneDX tool cannot be installed here'
fi

# The package source may carry no advisories, and then it finds nothing in anything: a package with a known one (GHSA-5crp-9r3c-p9vr) tells.
mkdir "$work/control"
cat > "$work/control/control.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
XML
if (cd "$work/control" && dotnet list package --vulnerable) 2>&1 | grep -q 'GHSA-\|Newtonsoft.Json .*12.0.1'; then
    for project in kernels engine host tests bench; do dotnet list "$project" package --vulnerable --include-transitive; done > "$work/found" 2>&1
    grep -E '^ *> ' "$work/found" && bad 'packages with known vulnerabilities (above)' || ok 'no package has a known vulnerability'
else
    skip 'known vulnerabilities: the package source here gives no advisories (it does not know one that is public)'
fi

echo "Supply: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

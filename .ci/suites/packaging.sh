#!/usr/bin/env bash
# The ways in, as a user takes them: the packed tool installed and run, the libraries restored by a project of its own that builds the example of
# docs/library.md, and the self-contained single file run where there is no .NET. Needs the SDK and its package source.
set -uo pipefail
cd "$(dirname "$0")/../.."
repo=$PWD
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
passed=0 failed=0
check() { local name=$1; shift; if "$@" > "$work/log" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; tail -n 20 "$work/log"; fi; }
twice() { "$@" || { sleep 5; "$@"; }; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack() { twice dotnet pack VoxelDose.sln -c Release --no-build -o "$work/feed" -v quiet; ls "$work"/feed/voxeldose.*.nupkg "$work"/feed/VoxelDose.Engine.*.nupkg "$work"/feed/VoxelDose.Kernels.*.nupkg; }

# NuGet keeps packages by version; a cache of its own keeps an older build of the same version from being taken.
install_tool() { NUGET_PACKAGES=$work/cache twice dotnet tool install voxeldose --tool-path "$work/tool" --add-source "$work/feed" --prerelease; }

runs() { # COMMAND...: the committed case gives the table that the checkout's own build gives
    rm -rf "$work/out"
    "$@" dose "$repo/data/phantoms/torso/case.json" --out "$work/out" --device cpu --quiet --figures --pdf && [ -s "$work/out/report.pdf" ] &&
        cmp "$work/out/structures.csv" "$work/expected/structures.csv"
}

library() (
    mkdir "$work/example" && cd "$work/example" || return 1
    awk '/<!-- example -->/ { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' "$repo/docs/library.md" > Program.cs
    cat > example.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="VoxelDose.Engine" Version="*" /></ItemGroup>
</Project>
XML
    NUGET_PACKAGES=$work/cache twice dotnet restore -p:RestoreAdditionalProjectSources="$work/feed" -v quiet && dotnet run -c Release --no-restore | tee said && grep -q '^ldm: mean 188.1 Gy' said
)

published() { # the single file, without .NET on the path and in a home that is not there
    bash host/publish.sh linux-x64 "$work/published" && runs env -i PATH=/usr/bin:/bin HOME=/nowhere DOTNET_BUNDLE_EXTRACT_BASE_DIR="$work/extract" "$work"/published/voxeldose-*-linux-x64
}

mkdir "$work/expected"
check 'the checkout runs' dotnet host/bin/Release/net10.0/voxeldose.dll dose data/phantoms/torso/case.json --out "$work/expected" --device cpu --quiet
check 'pack' pack
check 'dotnet tool install' install_tool
check 'the installed tool gives the same table' runs "$work/tool/voxeldose"
check 'the library example builds and runs' library
check 'the single file runs without .NET and gives the same table' published
echo "Packaging: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Makes each deliberate fault of faults.txt in a copy of this checkout, builds it and runs the named test, which has to fail. A test that passes with the fault in
# place, a text that is no longer there, or a fault that does not build is a failure here. Takes some 20 s a fault. Arguments: words of the faults to run (default: all).
# Last line: 'Mutants: N passed, N failed, N skipped'.
set -uo pipefail
shopt -u patsub_replacement 2> /dev/null
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$work"
passed=0 failed=0
build() { dotnet build tests -c Release -v quiet -clp:NoSummary -p:RunAnalyzers=false > "$work/build.log" 2>&1; }
cd "$work"
build || { tail -n 3 build.log; echo 'Mutants: 0 passed, 1 failed, 0 skipped'; exit 1; }
while IFS='|' read -r name file from to filter; do
    [[ $name == \#* || -z $name ]] && continue
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || { found=0; for word in "$@"; do [[ $name == *"$word"* ]] && found=1; done; [ "$found" -eq 1 ] || continue; }
    good=$(< "$file")
    if [[ $good != *"$from"* ]]; then failed=$((failed + 1)); echo "FAILED: $name: '$from' is not in $file"; continue; fi
    printf '%s\n' "${good/"$from"/"$to"}" > "$file"
    if ! build; then
        failed=$((failed + 1)); echo "FAILED: $name: does not build: $(grep -m 1 error build.log)"
    elif timeout 300 dotnet test tests -c Release --no-build --filter "$filter" > test.log 2>&1; then
        failed=$((failed + 1)); echo "FAILED: $name: not caught by $filter: $(tail -n 1 test.log)"
    elif ! grep -qE 'Failed: +[1-9]' test.log; then
        failed=$((failed + 1)); echo "FAILED: $name: the tests did not run: $(tail -n 1 test.log)"
    else
        passed=$((passed + 1)); echo "caught: $name ($(grep -m 1 -oE '[A-Za-z]+Tests\.[A-Za-z0-9_]+' test.log))"
    fi
    printf '%s\n' "$good" > "$file"
done < tests/faults/faults.txt
echo "Mutants: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]

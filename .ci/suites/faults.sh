#!/usr/bin/env bash
# Creates the faults of a real machine around real runs of `dose` and `batch`: full disk, read-only and forbidden folders, two runs at once, kills at random moments,
# clock jumps, a decimal-comma locale, odd paths, no home, no temporary folder, few file handles. After each: the output folder holds one whole result or
# does not exist, and the next run works. Needs a built checkout (dotnet build -c Release) and, for some, root; without it those skip, saying so.
# FAULT_KILLS sets the number of kills. Last line: 'Faults: N passed, N failed, N skipped'.
set -uo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1
kills=${FAULT_KILLS:-100}
work=$(mktemp -d)
chmod 755 "$work"
mounts=()
trap 'for m in "${mounts[@]}"; do umount "$m"; done; rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
ok() { passed=$((passed + 1)); echo "ok: $*"; }
bad() { failed=$((failed + 1)); echo "FAILED: $*"; tail -n 3 "$work/stderr"; }
skip() { skipped=$((skipped + 1)); echo "skipped: $*"; }
twice() { "$@" || { sleep 5; "$@"; }; }
root() { [ "$(id -u)" = 0 ]; }
install() { root && command -v apt-get > /dev/null && { twice apt-get -o DPkg::Lock::Timeout=300 -qy install "$@" || { apt-get -q update && apt-get -o DPkg::Lock::Timeout=300 -qy install "$@"; }; } > /dev/null 2>&1; }

cp -r host/bin/Release/net10.0 "$work/bin" || { bad 'no built program'; echo 'Faults: 0 passed, 1 failed, 0 skipped'; exit 1; }
cp -r data/phantoms/torso "$work/case"
chmod -R a+rX "$work/bin" "$work/case"
case=$work/case/case.json
program=(dotnet "$work/bin/voxeldose.dll")
dose() { "${program[@]}" dose "$case" --device cpu --quiet "$@" > "$work/stdout" 2> "$work/stderr"; }
whole() { [ -s "$1/manifest.sha256" ] && (cd "$1" && sha256sum --quiet --strict -c manifest.sha256) > /dev/null 2>&1 && [ "$(find "$1" -type f | wc -l)" -eq $(($(wc -l < "$1/manifest.sha256") + 1)) ]; }
# Entries beside the outputs, hidden ones too, that a run may have left.
left() { find "$1" -mindepth 1 -maxdepth 1 -name '.*' | wc -l; }
told() { grep -oE '"(sha256|resultsSha256)": "[0-9a-f]{64}"' "$1/results.json" | tail -n 3 | sort | tr '\n' ' '; }
# Exit code 3, one line that says why, without a stack trace.
refused() { [ "$1" -eq 3 ] && grep -qE "^error: .*$2" "$work/stderr" && ! grep -q ' at VoxelDose' "$work/stderr"; }

mkdir "$work/good"
dose --out "$work/good/a" && whole "$work/good/a" && [ "$(left "$work/good")" -eq 0 ] && ok 'a run without faults is whole' || bad 'a run without faults'
expected=$(told "$work/good/a")

if root && mkdir "$work/full" && mount -t tmpfs -o size=160k,mode=755 tmpfs "$work/full" 2> /dev/null; then
    mounts+=("$work/full")
    dose --out "$work/full/a"; refused $? 'No space left' && [ -z "$(ls -A "$work/full")" ] && ok 'full disk: refused, nothing left' || bad "full disk: $(ls -A "$work/full")"
    # From a disk that takes nothing to one that takes all: full in the first file, in the last, in the manifest.
    survived=0 wrong=0 used=$(du -sk "$work/good/a" | cut -f 1)
    for ((step = 1; step <= 40; step++)); do
        size=$((used * step / 34 + 4))
        mount -o "remount,size=${size}k" "$work/full" && rm -rf "$work/full/a"
        dose --out "$work/full/a"; code=$?
        if [ "$code" -eq 0 ]; then whole "$work/full/a" && survived=$((survived + 1)) || wrong=$((wrong + 1))
        else { refused $code '' && [ -z "$(ls -A "$work/full")" ]; } || { wrong=$((wrong + 1)); echo "size ${size}k: exit $code, left: $(ls -A "$work/full")"; }; fi
    done
    [ "$wrong" -eq 0 ] && [ "$survived" -gt 0 ] && ok "a disk that fills up at 40 points: whole ($survived) or nothing" || bad "a disk that fills up: $wrong wrong, $survived whole"
    mount -o "remount,size=$((used + used / 2))k" "$work/full"
    dose --out "$work/full/a" --overwrite; refused $? 'No space left' && whole "$work/full/a" && [ "$(left "$work/full")" -eq 0 ] && ok 'full disk while overwriting: the old result stands' || bad 'full disk while overwriting'
    mount -o remount,ro "$work/full"
    dose --out "$work/full/b"; refused $? 'Read-only' && ok 'read-only file system: refused' || bad 'read-only file system'
else
    skip 'full disk (3) and read-only file system: no right to mount a tmpfs'; skipped=$((skipped + 3))
fi

if root && command -v setpriv > /dev/null; then
    other() { setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "${program[@]}" dose "$case" --device cpu --quiet "$@" > "$work/stdout" 2> "$work/stderr"; }
    mkdir -m 755 "$work/mine"; mkdir -m 777 "$work/theirs"
    other --out "$work/mine/a"; refused $? 'denied' && [ -z "$(ls -A "$work/mine")" ] && ok "another user's folder: refused" || bad "another user's folder"
    cp "$work/case/activity.nrrd" "$work/case/secret.nrrd"; chmod 600 "$work/case/secret.nrrd"
    other --activity "$work/case/secret.nrrd" --out "$work/theirs/a"; refused $? 'denied' && [ -z "$(ls -A "$work/theirs")" ] && ok 'an input that may not be read: refused' || bad 'an input that may not be read'
    other --out "$work/theirs/a" && whole "$work/theirs/a" && ok 'another user without a home can run' || bad 'another user without a home'
    dose --out "$work/theirs/b" && other --out "$work/theirs/b" --overwrite; code=$?
    [ $code -eq 0 ] || refused $code '' && whole "$work/theirs/b" && ok "overwriting another user's result: whole" || bad "overwriting another user's result"
    (umask 077; dose --out "$work/theirs/c") && [ "$(stat -c %a "$work/theirs/c")" = 700 ] && [ "$(stat -c %a "$work/theirs/c/results.json")" = 600 ] && ok 'the umask holds for the output' || bad 'umask'
else
    skip 'permissions (5): no right to be another user'; skipped=$((skipped + 4))
fi

# Two runs at once: the first is held in the middle of its work.
mkdir "$work/twice"
setsid "${program[@]}" dose "$case" --device cpu --quiet --out "$work/twice/a" > "$work/first" 2>&1 & first=$!
for ((i = 0; i < 500; i++)); do ls "$work"/twice/.a.*.partial > /dev/null 2>&1 && break; sleep 0.01; done
kill -STOP "$first"
[ "$(stat -c %a "$work"/twice/.a.*.partial)" = 700 ] && [ "$(stat -c %a "$work/twice/.a.lock")" = 600 ] && ok 'what is being written is for its owner alone' || bad 'modes while writing'
dose --out "$work/twice/a"; refused $? 'another run is writing' && ok 'a folder in use: refused' || bad 'a folder in use'
dose --out "$work/twice/other" && whole "$work/twice/other" && ok 'a folder beside one in use: free' || bad 'a folder beside one in use'
kill -CONT "$first"; wait "$first" && whole "$work/twice/a" && [ "$(left "$work/twice")" -eq 0 ] && ok 'the first of two runs is whole' || bad 'the first of two runs'
pids=()
for ((i = 0; i < 6; i++)); do "${program[@]}" dose "$case" --device cpu --quiet --out "$work/twice/race" > /dev/null 2>&1 & pids+=($!); done
wins=0 others=0
for p in "${pids[@]}"; do wait "$p"; case $? in 0) wins=$((wins + 1));; 3) ;; *) others=$((others + 1));; esac; done
[ "$wins" -eq 1 ] && [ "$others" -eq 0 ] && whole "$work/twice/race" && [ "$(left "$work/twice")" -eq 0 ] && ok 'six runs for one name: one wins, five are refused' || bad "six runs for one name: $wins won, $others ended otherwise"

# Kills: uniformly over a run, and every other one in its last part, where names change. Odd ones start from an old result, even ones from none.
mkdir "$work/kill"
begin=$(date +%s%N); dose --out "$work/kill/a"; duration=$((($(date +%s%N) - begin) / 1000000))
whole "$work/kill/a" || bad 'the run to kill'
RANDOM=20261126 torn=0 blocked=0 finished=0 litter=0
for ((i = 0; i < kills; i++)); do
    rm -rf "$work/kill/a"
    [ $((i % 2)) -eq 0 ] || cp -r "$work/good/a" "$work/kill/a"
    [ $((i / 2 % 2)) -eq 1 ] && delay=$((duration * 6 / 10 + RANDOM % (duration / 2))) || delay=$((RANDOM % (duration + 50)))
    "${program[@]}" dose "$case" --device cpu --quiet --overwrite --out "$work/kill/a" > /dev/null 2>&1 & victim=$!
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
    kill -KILL "$victim" 2> /dev/null || finished=$((finished + 1))
    wait "$victim" 2> /dev/null
    if [ -e "$work/kill/a" ]; then whole "$work/kill/a" || { torn=$((torn + 1)); echo "torn after $delay ms"; }
    elif [ $((i % 2)) -eq 1 ] && ! ls -d "$work"/kill/.a.*.replaced > /dev/null 2>&1; then torn=$((torn + 1)); echo "old result lost after $delay ms"; fi
    [ "$(left "$work/kill")" -le 2 ] || litter=$((litter + 1)) # one lock, one partial: the next start clears them
    if [ $((i % 10)) -eq 9 ]; then dose --overwrite --out "$work/kill/a" && whole "$work/kill/a" && [ "$(left "$work/kill")" -eq 0 ] || blocked=$((blocked + 1)); fi
done
[ "$torn$blocked$litter" = 000 ] && [ "$finished" -lt $((kills / 2)) ] && ok "$kills kills of dose ($finished came too late): never a torn result, never a blocked next run" ||
    bad "kills: $torn torn, $blocked blocked, $litter littered, $finished too late"
dose --overwrite --out "$work/kill/a" && [ "$(left "$work/kill")" -eq 0 ] && [ "$(told "$work/kill/a")" = "$expected" ] && ok 'after the kills: the same numbers, nothing left over' || bad 'after the kills'

# The same for a batch of eight cases, which goes on where it was killed.
mkdir "$work/cohort"
{ echo id,case; for i in 1 2 3 4 5 6 7 8; do echo "p$i,$case"; done; } > "$work/cohort/cohort.csv"
batch() { "${program[@]}" batch "$work/cohort/cohort.csv" --device cpu --quiet --resume --out "$work/cohort/out" > "$work/stdout" 2> "$work/stderr"; }
begin=$(date +%s%N); batch || bad 'the batch to kill'; duration=$((($(date +%s%N) - begin) / 1000000))
reference=$(sha256sum < "$work/cohort/out/cohort.csv")
torn=0 blocked=0 finished=0
for ((i = 0; i < kills; i++)); do
    [ ! -e "$work/cohort/out/cohort.csv" ] || rm -rf "$work/cohort/out"
    delay=$((RANDOM % (duration * 2 / 3 + 50)))
    "${program[@]}" batch "$work/cohort/cohort.csv" --device cpu --quiet --resume --out "$work/cohort/out" > /dev/null 2>&1 & victim=$!
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
    kill -KILL "$victim" 2> /dev/null || finished=$((finished + 1))
    wait "$victim" 2> /dev/null
    for folder in "$work"/cohort/out/*/; do [ ! -d "$folder" ] || whole "${folder%/}" || { torn=$((torn + 1)); echo "torn: $folder after $delay ms"; }; done
    if [ $((i % 20)) -eq 19 ]; then batch && [ "$(sha256sum < "$work/cohort/out/cohort.csv")" = "$reference" ] || { blocked=$((blocked + 1)); tail -n 2 "$work/stderr"; }; fi
done
[ "$torn$blocked" = 00 ] && [ "$finished" -lt $((kills / 2)) ] && ok "$kills kills of batch ($finished came too late): never a torn case, never a blocked next run, the same cohort in the end" ||
    bad "kills of batch: $torn torn, $blocked blocked, $finished too late"

setsid "${program[@]}" dose "$case" --device cpu --quiet --out "$work/kill/term" > /dev/null 2>&1 & victim=$!
for ((i = 0; i < 500; i++)); do ls "$work"/kill/.term.*.partial > /dev/null 2>&1 && break; sleep 0.01; done
kill -TERM "$victim"; wait "$victim"; code=$?
{ [ $code -ne 0 ] && [ ! -e "$work/kill/term" ] || whole "$work/kill/term"; } && [ "$(left "$work/kill")" -eq 0 ] && ok "TERM: stopped (exit $code), nothing left" || bad "TERM: exit $code, left $(ls -A "$work/kill")"

# A leftover lock from the future, and a clock that jumps by a day each way while the run goes on.
mkdir "$work/clock"
touch -d '2099-01-01' "$work/clock/.a.lock"; mkdir "$work/clock/.a.0123456789abcdef0123456789abcdef.partial"
dose --out "$work/clock/a" && whole "$work/clock/a" && [ "$(left "$work/clock")" -eq 0 ] && ok 'leftovers from the future are in nobody'\''s way' || bad 'leftovers from the future'
faketime() { ls /usr/lib/*/faketime/libfaketime.so.1 /usr/local/lib/faketime/libfaketime.so.1 2> /dev/null | head -n 1; }
[ -n "$(faketime)" ] || install faketime
if [ -n "$(faketime)" ]; then
    # A clock that jumps moves no file's time, which libfaketime would do.
    for jump in -1d +1d; do
        echo '+0d' > "$work/clock/now"
        LD_PRELOAD=$(faketime) FAKETIME_TIMESTAMP_FILE=$work/clock/now FAKETIME_NO_CACHE=1 DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 \
            "${program[@]}" dose "$case" --device cpu --quiet --overwrite --out "$work/clock/a" > /dev/null 2> "$work/stderr" & run=$!
        sleep 0.5; echo "$jump" > "$work/clock/now"
        wait "$run" && whole "$work/clock/a" && [ "$(told "$work/clock/a")" = "$expected" ] && ! grep -q '"durationS": -' "$work/clock/a/results.json" && ok "the clock jumps by $jump: the same numbers" || bad "the clock jumps by $jump"
    done
else
    skip 'clock jumps (2): libfaketime is not there and may not be installed'; skipped=$((skipped + 1))
fi

has_comma() { [ "$(bash -c 'LC_ALL=de_DE.UTF-8 locale decimal_point' 2> /dev/null)" = , ]; }
has_comma || { root && { command -v localedef > /dev/null && [ -e /usr/share/i18n/locales/de_DE ] || install locales; } && localedef -i de_DE -f UTF-8 de_DE.UTF-8 > /dev/null 2>&1; }
if has_comma; then
    LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 dose --out "$work/good/comma" && [ "$(told "$work/good/comma")" = "$expected" ] && cmp -s "$work/good/a/structures.csv" "$work/good/comma/structures.csv" &&
        ok 'a locale with a decimal comma: the same numbers, the same CSV' || bad 'a locale with a decimal comma'
else
    skip 'decimal comma: no such locale here, and none may be made'
fi

odd="$work/Leber  Ä患者 Печень 'q' \$x;&"
mkdir "$odd"; cp "$work/case"/*.json "$work/case"/*.nrrd "$odd"
for locale in C C.UTF-8; do
    LC_ALL=$locale "${program[@]}" dose "$odd/case.json" --device cpu --quiet --overwrite --figures --dicom-out --out "$odd/Ergebnis № 1" > /dev/null 2> "$work/stderr" &&
        (cd "$odd/Ergebnis № 1" && sha256sum --quiet -c manifest.sha256) && "${program[@]}" dose --replay "$odd/Ergebnis № 1/results.json" --quiet --json > "$work/stdout" 2> "$work/stderr" &&
        ok "spaces, quotes and letters of three scripts in paths, locale $locale" || bad "odd paths, locale $locale"
done

mkdir "$work/home"; chmod 500 "$work/home"
HOME=$work/home dose --out "$work/good/home" --figures && [ "$(told "$work/good/home")" != '' ] && [ -z "$(ls -A "$work/home")" ] && ok 'a home that is not written to' || bad 'read-only home'
HOME=/nonexistent XDG_CACHE_HOME=/nonexistent TMPDIR=/nonexistent dose --out "$work/good/tmp" && [ "$(told "$work/good/tmp")" = "$expected" ] && ok 'no home and no temporary folder' || bad 'no temporary folder'

# Few file handles: .NET itself holds some hundred while it loads; with fewer it may abort, and must leave no result.
wrong=0 wholes=0
for handles in 24 32 48 64 80 96 128 256; do
    rm -rf "$work/good/few"
    { (ulimit -n "$handles"; dose --out "$work/good/few"); code=$?; } 2> /dev/null
    if [ "$code" -eq 0 ]; then whole "$work/good/few" && wholes=$((wholes + 1)) || wrong=$((wrong + 1)); else [ ! -e "$work/good/few" ] || wrong=$((wrong + 1)); fi
    [ "$handles" -lt 128 ] || [ "$code" -eq 0 ] || { wrong=$((wrong + 1)); echo "$handles handles: exit $code: $(head -n 1 "$work/stderr")"; }
done
[ "$wrong" -eq 0 ] && ok "few file handles: enough from 128 on, whole or nothing below ($wholes of 8 whole)" || bad "few file handles: $wrong wrong"

echo "Faults: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

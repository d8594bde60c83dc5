#!/usr/bin/env bash
# Runs `voxeldose batch` as job arrays on a real Slurm of one node: own configuration, key, sockets, state and ports in a folder that goes with it, no
# control groups, nothing of the machine's own Slurm or MUNGE touched. Needs root and a built checkout (dotnet build -c Release); skips, saying so,
# without the packages and the right to install them.
set -uo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd)
program=$repo/host/bin/Release/net10.0/voxeldose.dll
checks=20
passed=0 failed=0
summary() { echo "Slurm: $passed passed, $failed failed, $1 skipped"; exit "$([ "$failed" -eq 0 ] && echo 0 || echo 1)"; }
skip() { echo "Slurm tests skipped: $1"; summary "$checks"; }
broken() { echo "FAILED: $1"; failed=$((failed + 1)); tail -n 20 "$folder"/*.log 2> /dev/null; summary $((checks - passed - failed)); }
check() { # WHAT COMMAND...
    local what=$1; shift
    if "$@"; then passed=$((passed + 1)); echo "ok: $what ($SECONDS s)"; else failed=$((failed + 1)); echo "FAILED: $what"; fi
}
twice() { "$@" || { sleep 5; "$@"; }; }
have() { local tool; for tool in munged slurmctld slurmd sbatch scontrol; do PATH=$PATH:/usr/sbin command -v "$tool" > /dev/null || return 1; done; }

[ "$(id -u)" = 0 ] || skip "daemons of a cluster need root"
[ -f "$program" ] || { failed=1; echo "FAILED: $program is not built; run: dotnet build -c Release"; summary $((checks - 1)); }
if ! have; then
    command -v apt-get > /dev/null || skip "no slurm-wlm and munge, and no apt-get to install them with"
    # The run level keeps the packages from starting daemons of their own.
    install() { RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends slurm-wlm munge; }
    { apt-get -q update; twice install; } > /dev/null 2>&1 || skip "slurm-wlm and munge could not be installed, tried twice"
    have || skip "the packages slurm-wlm and munge lack daemons"
fi
export PATH=$PATH:/usr/sbin

folder=$(mktemp -d "${TMPDIR:-/tmp}/voxeldose-slurm.XXXXXXXX")
chmod 755 "$folder"
munge_pid= controller_pid= node_pid=
stop() { # PID: ends a daemon and waits until it is gone
    [ -n "$1" ] || return 0
    kill "$1" 2> /dev/null
    for _ in $(seq 1 50); do kill -0 "$1" 2> /dev/null || return 0; sleep 0.1; done
    kill -KILL "$1" 2> /dev/null
}
# Daemons are our own children in the foreground mode, so that their numbers are known and nobody else's are ended.
cleanup() {
    trap - EXIT INT TERM
    scancel --quiet --state=RUNNING,PENDING --user=root > /dev/null 2>&1 && sleep 1
    stop "$node_pid"; stop "$controller_pid"; stop "$munge_pid"
    wait 2> /dev/null
    rm -rf --one-file-system "$folder"
}
trap cleanup EXIT
trap 'cleanup; failed=$((failed + 1)); summary $((checks - passed - failed)); exit 130' INT TERM

free_port() { local port; while :; do port=$((RANDOM % 20000 + 20000)); (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }; done; }
host=$(hostname -s)
head -c 1024 /dev/urandom > "$folder/munge.key"
chmod 400 "$folder/munge.key"
mkdir -p "$folder/state" "$folder/spool"
cat > "$folder/slurm.conf" <<CONF
ClusterName=voxeldose
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ReturnToService=2
KillWait=10
MpiDefault=none
PluginDir=$(dirname "$(find /usr/lib -name auth_munge.so 2> /dev/null | head -n 1)")
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(awk '/MemTotal/ { print int($2 / 1024 * 0.9) }' /proc/meminfo) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
echo 'CgroupAutomount=no' > "$folder/cgroup.conf"
export SLURM_CONF=$folder/slurm.conf

munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
    --seed-file="$folder/munge.seed" --log-file="$folder/munged.log" > "$folder/munged.out.log" 2>&1 &
munge_pid=$!
for _ in $(seq 1 50); do [ -S "$folder/munge.socket" ] && break; sleep 0.1; done
slurmctld -D -c -f "$SLURM_CONF" > "$folder/slurmctld.log" 2>&1 &
controller_pid=$!
start_node() { slurmd -D -f "$SLURM_CONF" -N "$host" > "$folder/slurmd.log" 2>&1 & node_pid=$!; }
start_node
for _ in $(seq 1 150); do [ "$(sinfo -h -o %T 2> /dev/null)" = idle ] && break; sleep 0.2; done
[ "$(sinfo -h -o %T 2> /dev/null)" = idle ] || broken "the node does not come up: $(sinfo -h -o '%T %E' 2>&1)"

# --- cases: two phantoms with noise, and manifests that vary what was administered
cd "$folder" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
voxeldose() { dotnet "$program" "$@" --quiet; }
for seed in 0 1; do voxeldose phantom torso --out "p$seed" --spacing-mm 8 --noise on --seed "$seed" || broken "phantom"; done
manifest() { # FILE CASES
    { echo 'id,case,administered-mbq'; for n in $(seq 1 "$2"); do echo "c$n,p$((n % 2))/case.json,$((1800 + n))"; done; } > "$1"
}
batch() { voxeldose batch "$@" --device cpu; } # serial, for comparison
emit() { voxeldose batch "$@" --emit slurm --cpus 1 --device cpu; }
field() { scontrol -o show job "$1" 2> /dev/null | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1; }
ended() { # JOB...: waits for jobs to end; 90 s
    local job
    for job in "$@"; do
        for _ in $(seq 1 450); do [ -z "$(squeue -h -j "$job" -o %T 2> /dev/null)" ] && break; sleep 0.2; done
        [ -z "$(squeue -h -j "$job" -o %T 2> /dev/null)" ] || return 1
    done
}
submit() { bash "$1" | sed -nE 's/^array ([0-9]+), merge ([0-9]+)$/\1 \2/p'; }
same() { cmp "$1/cohort.parquet" "$2/cohort.parquet" && cmp "$1/cohort.csv" "$2/cohort.csv" && cmp "$1/cohort-summary.json" "$2/cohort-summary.json"; }
equal() { [ "$1" = "$2" ] || { echo "  found '$1', expected '$2'"; false; }; }
under_way() { # OUT ARRAY: waits until the array has results and is still at work
    for _ in $(seq 1 300); do
        [ -n "$(ls -d "$1"/c* 2> /dev/null)" ] && [ "$(squeue -h -r -j "$2" -t RUNNING -o %i | wc -l)" -gt 0 ] && return 0
        sleep 0.1
    done
    return 1
}

manifest few.csv 8
manifest many.csv 40
batch few.csv --out serial-few || broken "serial run"
batch many.csv --out serial-many || broken "serial run"

# --- an array and the merge behind it
emit few.csv --out plain --shards 3 > plain.sbatch
read -r array merge < <(submit plain.sbatch)
check "array and merge end" ended "$array" "$merge"
check "every task exits with 0" equal "$(for task in 1 2 3; do field "${array}_$task" ExitCode; done | sort -u)" 0:0
check "the merge exits with 0" equal "$(field "$merge" ExitCode)" 0:0
check "the merge equals the serial run byte for byte" same plain serial-few

# --- the shard by itself, from Slurm's variables
read -r array < <(sbatch --parsable --array=0-6:3 --output="$folder/auto-%a.log" --wrap="dotnet $program batch few.csv --out auto --device cpu")
check "an array without --shard ends" ended "$array"
batch few.csv --out auto --merge
check "its merge equals the serial run" same auto serial-few

# --- what is missing, and what fails
read -r array < <(sbatch --parsable --array=1-2 --output="$folder/part-%a.log" --wrap="dotnet $program batch few.csv --out part --device cpu --shard \$SLURM_ARRAY_TASK_ID/3")
ended "$array"
batch few.csv --out part --merge 2> part.log
check "a merge without one shard is refused with 3" equal "$?" 3
check "and names the cases" grep -q 'c3, c6' part.log
cp -r p0 damaged && head -c 3000 p0/activity.nrrd > damaged/activity.nrrd
{ cat few.csv; echo 'bad,damaged/case.json,1800'; } > bad.csv
emit bad.csv --out bad --shards 3 > bad.sbatch
read -r array merge < <(submit bad.sbatch)
ended "$array" "$merge"
check "a task with a failed case exits with 6" equal "$(field "${array}_3" ExitCode)" 6:0
check "the merge too, and lists it" equal "$(field "$merge" ExitCode) $(sed -n 2p bad/failures.csv | cut -d, -f1-3)" '6:0 bad,10,3'

# --- tasks that are killed and come back
emit many.csv --out requeued --shards 2 > requeued.sbatch
read -r array merge < <(submit requeued.sbatch)
under_way requeued "$array"
scontrol requeue "${array}_1"
check "a requeued task comes back, and all ends" ended "$array" "$merge"
check "it was started twice" equal "$(field "${array}_1" Restarts)" 1
check "its merge equals the serial run" same requeued serial-many

# The node is lost with all that runs on it: SIGKILL for the tasks, and Slurm starts them again where it comes back.
emit many.csv --out lost --shards 2 > lost.sbatch
read -r array merge < <(submit lost.sbatch)
under_way lost "$array"
scontrol update nodename="$host" state=down reason=test
sleep 1
scontrol update nodename="$host" state=resume 2> /dev/null # it may have come back by itself
check "tasks of a node that was lost come back, and all ends" ended "$array" "$merge"
check "they were started twice" equal "$(field "${array}_1" Restarts)" 1
check "their merge equals the serial run" same lost serial-many

# Shortly before the time limit Slurm sends USR1: running cases end, the task goes back into the queue.
emit many.csv --out limit --shards 1 > limit.sbatch
read -r array merge < <(submit limit.sbatch)
under_way limit "$array"
scancel --batch --signal=USR1 "${array}_1"
check "a task at its time limit comes back, and all ends" ended "$array" "$merge"
check "it was started twice" equal "$(field "${array}_1" Restarts)" 1
check "its merge equals the serial run" same limit serial-many

# What somebody cancels stays away.
emit many.csv --out cancelled --shards 1 > cancelled.sbatch
array=$(sbatch --parsable cancelled.sbatch)
under_way cancelled "$array"
scancel "$array"
ended "$array"
check "a cancelled task does not come back" equal "$(field "${array}_1" JobState) $(field "${array}_1" Restarts)" 'CANCELLED 0'

summary $((checks - passed - failed))

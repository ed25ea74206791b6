# What installer/run and installer/test share: messages, packages, builds. Sourced, not run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/installer-logs
assume_yes=no
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
fail() {
    printf '\nFailed: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '        %s\n' "${@:2}" >&2
    exit 2
}

if ! mkdir -p "$logs" 2>/dev/null || ! [ -w "$logs" ]; then
    fail "$logs cannot be written" "Everything is built below $root/build; it must belong to you."
fi

# step WHAT COMMAND…: runs COMMAND with its output on the screen; where it fails, WHAT is named and the script ends.
step() {
    say "$1"
    local began=$SECONDS
    "${@:2}" || fail "$1" "The command was: ${*:2}" "Run this script again to go on from here."
    note "done in $((SECONDS - began)) s"
}

# packages_of GROUP…: the package names of these groups of packages.txt.
packages_of() {
    awk -v wanted=" $* " '/^\[/ {group = substr($0, 2, length($0) - 2); next} /^[^#[:space:]]/ && index(wanted, " " group " ") {print $1}' \
        "$root/installer/packages.txt"
}

missing_of() {
    local package
    for package in $(packages_of "$@"); do
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || echo "$package"
    done
}

# as_root COMMAND…: directly, or by sudo where choose_root has asked for it.
as_root() { "${sudo[@]}" "$@"; }

# Decides how packages are installed; asks before sudo is used.
choose_root() {
    sudo=()
    [ "$(id -u)" -ne 0 ] || return 0
    local command="apt-get install --no-install-recommends $*"
    command -v sudo >/dev/null || fail "packages are missing and there is no sudo here" "As root, run: $command"
    if [ "$assume_yes" = no ]; then
        [ -t 0 ] || fail "packages are missing and nobody is here to be asked about sudo" "Run with --yes, or as root: $command"
        printf '\nThese packages are missing:\n%s\n\nInstall them with sudo apt-get? [Y/n] ' "$(printf '  %s\n' "$@")"
        local answer
        read -r answer
        case $answer in [nN]*) fail "packages are missing" "Install them yourself: sudo $command" ;; esac
    fi
    sudo=(sudo -E)
}

# apt_get LOG ARGUMENTS…: apt-get, tried again while another program holds its lock.
apt_get() {
    local log=$1 attempt
    shift
    for attempt in $(seq 120); do
        if as_root apt-get -o DPkg::Lock::Timeout=60 -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1; then return 0; fi
        grep -qE 'Could not get lock|Unable to (acquire|lock)|is another process using it' "$log" || return 1
        [ $((attempt % 6)) -ne 1 ] || note "another program is using apt; waiting for it"
        sleep 5
    done
    return 1
}

show_log() { tail -n 15 "$1" | sed 's/^/        /' >&2; }

# install_packages GROUP…: installs what is missing of these groups; nothing is asked and nothing fetched where all is there.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "this system has no apt" "The packages to look for are named in installer/packages.txt."
    fi
    local missing
    mapfile -t missing < <(missing_of "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Installing ${#missing[@]} packages ($*)"
    choose_root "${missing[@]}"
    local began=$SECONDS
    as_root dpkg --configure -a >"$logs/dpkg.log" 2>&1 || true # after an interrupted installation
    if ! apt_get "$logs/apt-update.log" update; then
        show_log "$logs/apt-update.log"
        fail "apt-get update" "The whole log: $logs/apt-update.log"
    fi
    if ! apt_get "$logs/apt-install.log" install -y --no-install-recommends "${missing[@]}"; then
        show_log "$logs/apt-install.log"
        fail "installing packages" "Wanted: ${missing[*]}" "The whole log: $logs/apt-install.log"
    fi
    mapfile -t missing < <(missing_of "$@")
    [ ${#missing[@]} -eq 0 ] || fail "installing packages" "Still missing: ${missing[*]}"
    note "done in $((SECONDS - began)) s"
}

# As many compilers as there are cores, but not more than memory holds (about 1.2 GB each).
jobs_here() {
    awk -v cores="$(nproc)" '/^MemAvailable/ {most = int($2 / 1200000); if (most < 1) most = 1; print cores < most ? cores : most}' /proc/meminfo
}

# build_preset PRESET [TARGET…]
build_preset() {
    local preset=$1 targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    cd "$root" || return
    if ! cmake --preset "$preset" >"$logs/configure-$preset.log" 2>&1; then
        show_log "$logs/configure-$preset.log"
        fail "configuring $preset" "The whole log: $logs/configure-$preset.log"
    fi
    cmake --build --preset "$preset" -j "$(jobs_here)" "${targets[@]}"
}

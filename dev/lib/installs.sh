# Sourced by the scripts in dev (bash 3.2 or newer): a cache outside the tree, installs that are whole or absent,
# and commands that end in time.

say() { echo "${0##*/}: $*" >&2; }
die() {
    say "$@"
    exit 1
}

# The folder that everything installed for tests and checks goes to.
test_cache() {
    [ -n "${MEDIAFN_TEST_CACHE:-}${XDG_CACHE_HOME:-}${HOME:-}" ] || die "set HOME or MEDIAFN_TEST_CACHE"
    echo "${MEDIAFN_TEST_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/mediafn}"
}

# bounded SECONDS COMMAND...: ends the command when it takes longer. In the foreground, so that Ctrl-C reaches it.
bounded() {
    if timeout --foreground 5 true 2>/dev/null; then
        timeout --foreground -k 10 "$@"
    else # macOS has no timeout, but Perl; a bare alarm would not do, since Go programs ignore SIGALRM
        perl -e 'my $s = shift; my $p = fork; if (!$p) { exec @ARGV or exit 127 }
            $SIG{ALRM} = sub { kill TERM => $p; $SIG{ALRM} = sub { kill KILL => $p }; alarm 10 };
            alarm $s; 1 while waitpid($p, 0) < 0; exit($? & 127 ? 124 : $? >> 8)' "$@"
    fi
}

# install_once FOLDER PROGRAM BUILD: runs the function BUILD with a temporary folder beside FOLDER and renames that
# when it holds PROGRAM, so that a killed install leaves nothing half. What is built must bear the rename: a venv does
# when its Python is run with -m (its other scripts name the folder they were made in).
install_once() {
    local folder=$1 program=$2 build=$3 old
    [ -x "$folder/$program" ] && return
    mkdir -p "$(dirname "$folder")" || die "cannot write to $(dirname "$folder"); set MEDIAFN_TEST_CACHE to another folder"
    making=$folder.$$.part
    lock=$folder.lock
    trap 'stop_installing' EXIT
    trap 'exit 130' INT TERM HUP
    take_lock
    if [ ! -x "$folder/$program" ]; then # else another process has installed it while this one waited
        say "installing $(basename "$folder") in $(dirname "$folder")"
        mkdir "$making" || die "cannot make $making"
        "$build" "$making" >&2 || die "$(basename "$folder") could not be installed (see above)"
        [ -x "$making/$program" ] || die "$(basename "$folder") was installed without $program"
        rm -rf "$folder" # a venv whose Python is gone
        mv "$making" "$folder" || die "cannot rename $making"
        # Of killed installs. After this one, as a killed one's last command (pip) goes on for a while.
        for old in "$folder".*.part; do
            alive "$(echo "${old%.part}" | sed 's/.*\.//')" || rm -rf "$old" || true
        done
    fi
    stop_installing
    trap - EXIT INT TERM HUP
}

# A symbolic link whose target is the holder's PID: made and filled in one step, and there is no flock on macOS.
# Two that meet at a dead holder's lock may both install; each has its own folder, so that costs only time.
take_lock() {
    local waited=0 holder
    until ln -s "$$" "$lock" 2>/dev/null; do
        holder=$(readlink "$lock" || true)
        if [ -n "$holder" ] && ! alive "$holder"; then
            rm -f "$lock"
            continue
        fi
        [ "$waited" -lt 900 ] || die "gave up waiting for process ${holder:-?}, which holds $lock"
        [ $((waited % 30)) -ne 0 ] || say "waiting for process ${holder:-?}, which installs $(basename "${lock%.lock}")"
        sleep 1
        waited=$((waited + 1))
    done
}

stop_installing() {
    rm -rf "$making"
    [ "$(readlink "$lock" 2>/dev/null)" != "$$" ] || rm -f "$lock"
}

alive() { kill -0 "$1" 2>/dev/null; }

# python OLDEST NEWEST: prints a Python of those versions (3.10 3.13), or fails. pyenv's are looked for in its folder,
# since its python3.13 on PATH may be a shim for a version that isn't switched on.
python_between() {
    local candidate
    for candidate in $(type -ap python3 "python$2" "python$1" 2>/dev/null) \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/*/bin/python3 \
        "$(uv python find --no-project --offline "$2" 2>/dev/null)"; do
        # ensurepip: Debian's Python comes without, and then it can't make a venv.
        [ -x "$candidate" ] && "$candidate" - "$1" "$2" 2>/dev/null <<'PYTHON' && echo "$candidate" && return
import ensurepip, sys, venv
low, high = (tuple(map(int, v.split("."))) for v in sys.argv[1:])
sys.exit(not low <= sys.version_info[:2] <= high)
PYTHON
    done
    return 1
}

# make_venv FOLDER PYTHON PIP_ARGUMENT...
make_venv() {
    local folder=$1 python=$2
    shift 2
    bounded 120 "$python" -m venv "$folder" &&
        bounded 900 "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
            --timeout 30 --retries 3 "$@"
}

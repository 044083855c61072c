# Sourced by the scripts in dev that check things, after installs.sh: a line a check, and pinned tools of PyPI.

output=$(mktemp "${TMPDIR:-/tmp}/mediafn-lint.XXXXXX")
failed=0

# check NAME COMMAND...: what the command prints is shown only if it fails
check() {
    local name=$1
    shift
    if ("$@") >"$output" 2>&1; then
        echo "ok      $name"
    else
        failed=1
        echo "FAILED  $name: $(grep -c . "$output") lines"
        sed 's/^/          /' "$output"
    fi
}

# skip NAME REASON
skip() { echo "skipped $1: $2"; }

finish() {
    rm -f "$output"
    exit $failed
}

# in_venv NAME VERSION: makes $python the Python of a venv that holds the pinned tool
in_venv() {
    local folder
    folder=$(test_cache)/lint/$1-$2
    wanted=$1==$2
    install_once "$folder" bin/python install_wanted
    python=$folder/bin/python
}
install_wanted() {
    local base
    base=$(python_between 3.10 3.13) || die "$wanted needs Python 3.10 to 3.13 with venv, and none was found"
    make_venv "$1" "$base" "$wanted"
}

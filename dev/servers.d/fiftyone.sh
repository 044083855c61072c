# FiftyOne's own client, which judges what we write. No server: tests run its Python on scripts of theirs.
version=1.22.1
about="FiftyOne's client (needs Python 3.11 or 3.12; 1 GB, 2 minutes)"
program=bin/python

install() {
    local python
    python=$(python_between 3.11 3.12) || die "FiftyOne needs Python 3.11 or 3.12 with venv, and none was found"
    make_venv "$1" "$python" --no-deps -r "$here/servers.d/fiftyone-requirements.txt"
}

run() { die "fiftyone is a client and is not run here: dev/servers where fiftyone prints the path of its Python"; }

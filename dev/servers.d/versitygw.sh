# Versity S3 Gateway: S3 that checks signatures, on a file system.
version=1.8.0
about="S3 that checks signatures, and for load (Versity Gateway; needs Go)"
program=bin/versitygw

install() {
    command -v go >/dev/null || die "versitygw needs Go to be built (go.dev/dl)"
    GOBIN=$1/bin bounded 900 go install "github.com/versity/versitygw/cmd/versitygw@v$version"
}

run() {
    [ -n "${ROOT_ACCESS_KEY:-}" ] && [ -n "${ROOT_SECRET_KEY:-}" ] ||
        die "versitygw needs ROOT_ACCESS_KEY and ROOT_SECRET_KEY in the environment"
    # Two folders, neither inside the other: it refuses a sidecar within the data.
    mkdir -p "$work/data" "$work/sidecar"
    exec "$folder/bin/versitygw" --port "127.0.0.1:$port" --quiet --keep-alive posix --sidecar "$work/sidecar" "$work/data"
}

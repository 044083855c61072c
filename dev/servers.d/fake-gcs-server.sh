# fake-gcs-server: Cloud Storage's JSON API, in memory.
version=1.56.1
about="Cloud Storage without credentials, in memory (fake-gcs-server; needs Go)"
program=bin/fake-gcs-server

install() {
    command -v go >/dev/null || die "fake-gcs-server needs Go to be built (go.dev/dl)"
    GOBIN=$1/bin bounded 900 go install "github.com/fsouza/fake-gcs-server@v$version"
}

run() {
    cd "$work"
    # The public host is what it takes for the API's and the downloads' own; the external URL is where it sends the
    # client for the next request of a resumable upload.
    exec "$folder/bin/fake-gcs-server" -scheme http -host 127.0.0.1 -port "$port" -backend memory -log-level error \
        -public-host "127.0.0.1:$port" -external-url "http://127.0.0.1:$port"
}

# LocalStack: S3, SQS, SNS, EventBridge. 4.14.0 is the last release that needs no account.
version=4.14.0
about="S3, SQS, SNS, EventBridge; accepts any signature (LocalStack; needs Python 3.13)"
program=bin/python

install() {
    local python
    # 3.11 fails at the first request, 3.12 at the first multipart upload.
    python=$(python_between 3.13 3.13) ||
        die "localstack needs Python 3.13 with venv, and none was found on PATH, under pyenv or uv (pyenv install 3.13, or uv python install 3.13)"
    make_venv "$1" "$python" --no-deps -r "$here/servers.d/localstack-requirements.txt"
}

run() {
    mkdir -p "$work/tmp"
    cd "$work"
    export GATEWAY_LISTEN=127.0.0.1:$port LOCALSTACK_HOST=127.0.0.1:$port SERVICES=s3,sqs,sns,events,iam,sts,secretsmanager
    export EAGER_SERVICE_LOADING=0 DISABLE_EVENTS=1 SKIP_SSL_CERT_DOWNLOAD=1
    # Its state goes below the working folder, also inside a container, where it would take itself for its own image
    # and write to /var/lib.
    export OVERRIDE_IN_DOCKER=0 FILESYSTEM_ROOT=$work TMPDIR=$work/tmp XDG_CACHE_HOME=$work/tmp
    export DNS_ADDRESS=0 # as root it would take port 53
    # It takes no notice of the address in GATEWAY_LISTEN and would listen on every interface, open to all comers.
    exec "$folder/bin/python" -c '
import functools
from twisted.internet import endpoints
endpoints.TCP4ServerEndpoint = functools.partial(endpoints.TCP4ServerEndpoint, interface="127.0.0.1")
from localstack.runtime.main import main
main()'
}

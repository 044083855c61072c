# Azurite: Azure Blob Storage in memory. Checks signatures, conditions and checksums; has no Put Blob From URL.
version=3.37.0
about="Azure Blob Storage, in memory (Azurite; needs Node.js with npm)"
program=node_modules/.bin/azurite-blob

install() {
    command -v npm >/dev/null || die "azurite needs Node.js with npm (nodejs.org)"
    # Its install scripts do nothing that the blob service needs.
    bounded 900 npm install --prefix "$1" --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error \
        "azurite@$version"
}

run() {
    cd "$work"
    # Any API version, since it knows the newest ones only by chance and answers all of them the same way.
    exec "$folder/$program" --inMemoryPersistence --skipApiVersionCheck --disableTelemetry \
        --blobHost 127.0.0.1 --blobPort "$port" --silent
}

package io.mediafn.storage.azure;

import java.net.URI;
import java.util.Optional;

/**
 * How to reach one account of Azure Blob Storage.
 *
 * @param account its name; absent where the credentials are a connection string, which has it
 * @param endpoint of the account, where it isn't {@code https://ACCOUNT.blob.core.windows.net}: a domain of its own, or
 *     an emulator. A location that is written as a URL below it is understood too.
 */
public record AzureSettings(Optional<String> account, Optional<URI> endpoint, AzureCredentials credentials) {}

package io.mediafn.config;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What must be known of an Azure connection string to choose the locations that it serves; the SDK reads the rest. */
final class ConnectionString {
    private static final List<String> SECRETS = List.of("accountkey", "sharedaccesssignature");

    private final Map<String, String> parts = new TreeMap<>();

    /** @throws IllegalArgumentException with the rule that it breaks, and nothing of the text */
    ConnectionString(String text) {
        Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(this::add);
        if ("true".equalsIgnoreCase(parts.get("usedevelopmentstorage"))) {
            throw new IllegalArgumentException("has UseDevelopmentStorage, which names no endpoint: give it in full");
        }
        if (SECRETS.stream().noneMatch(parts::containsKey)) {
            throw new IllegalArgumentException("has neither AccountKey nor SharedAccessSignature");
        }
        if (!parts.containsKey("accountname") && !parts.containsKey("blobendpoint")) {
            throw new IllegalArgumentException("has neither AccountName nor BlobEndpoint");
        }
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        if (equals < 1 || equals == part.length() - 1) {
            throw new IllegalArgumentException("has a part, between semicolons, that is no NAME=VALUE");
        }
        parts.put(part.substring(0, equals).toLowerCase(Locale.ROOT), part.substring(equals + 1));
    }

    Optional<String> account() {
        return Optional.ofNullable(parts.get("accountname"));
    }

    /** Where the account is, if the text says so. */
    Optional<URI> endpoint() {
        return Optional.ofNullable(parts.get("blobendpoint"))
                .or(() -> account()
                        .filter(name -> parts.containsKey("endpointsuffix"))
                        .map(this::inCloud))
                .map(Urls::endpoint);
    }

    /** The usual host of an account in one of Azure's clouds. */
    private String inCloud(String name) {
        return parts.getOrDefault("defaultendpointsprotocol", "https") + "://" + name + ".blob."
                + parts.get("endpointsuffix");
    }
}

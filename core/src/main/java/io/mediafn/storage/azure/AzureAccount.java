package io.mediafn.storage.azure;

import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One account: what it is called, where it is, and who asks. Immutable.
 *
 * @param endpoint without a slash at its end
 * @param credentials never a connection string
 */
record AzureAccount(String name, String endpoint, AzureCredentials credentials) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{3,24}");
    private static final String DEFAULT_SUFFIX = "core.windows.net";

    /**
     * The account of some settings.
     *
     * @throws IllegalArgumentException if they are incomplete or contradict themselves; never with a secret in its text
     */
    static AzureAccount of(AzureSettings settings) {
        if (settings.credentials() instanceof AzureCredentials.ConnectionString connection) {
            return ofConnectionString(settings, parse(connection.text()));
        }
        String name = settings.account().orElseThrow(() -> new IllegalArgumentException("no Azure account is named"));
        return of(name, settings.endpoint(), DEFAULT_SUFFIX, "https", settings.credentials());
    }

    private static AzureAccount ofConnectionString(AzureSettings settings, Map<String, String> parts) {
        String name = Optional.ofNullable(parts.get("accountname"))
                .or(settings::account)
                .orElseThrow(() -> new IllegalArgumentException("the Azure connection string has no AccountName"));
        if (!settings.account().orElse(name).equals(name)) {
            throw new IllegalArgumentException("the Azure connection string is of account " + name + ", not "
                    + settings.account().get());
        }
        @Nullable String key = parts.get("accountkey");
        @Nullable String signature = parts.get("sharedaccesssignature");
        AzureCredentials credentials = key != null
                ? new AzureCredentials.Key(key)
                : signature != null ? new AzureCredentials.Sas(signature) : new AzureCredentials.Anonymous();
        Optional<URI> endpoint = settings.endpoint()
                .or(() -> Optional.ofNullable(parts.get("blobendpoint")).map(AzureAccount::uri));
        return of(
                name,
                endpoint,
                parts.getOrDefault("endpointsuffix", DEFAULT_SUFFIX),
                parts.getOrDefault("defaultendpointsprotocol", "https"),
                credentials);
    }

    private static AzureAccount of(
            String name, Optional<URI> endpoint, String suffix, String protocol, AzureCredentials credentials) {
        if (endpoint.isEmpty() && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an Azure account has 3 to 24 small letters and digits, not " + name);
        }
        URI at = endpoint.orElseGet(() -> uri(protocol + "://" + name + ".blob." + suffix));
        boolean web = "https".equals(at.getScheme()) || "http".equals(at.getScheme());
        if (!web || at.getHost() == null || at.getRawUserInfo() != null || at.getRawQuery() != null) {
            throw new IllegalArgumentException("the endpoint of Azure account " + name
                    + " is http(s)://HOST, perhaps with a path, and nothing else");
        }
        boolean tokens = credentials instanceof AzureCredentials.Default
                || credentials instanceof AzureCredentials.ServicePrincipal;
        if (tokens && !"https".equals(at.getScheme())) {
            throw new IllegalArgumentException("the endpoint of Azure account " + name
                    + " is not https, and tokens of Entra are sent over nothing else");
        }
        return new AzureAccount(name, at.toString().replaceAll("/+$", ""), checked(credentials));
    }

    private static AzureCredentials checked(AzureCredentials credentials) {
        return switch (credentials) {
            case AzureCredentials.Key key -> key(key);
            case AzureCredentials.Sas sas -> sas(sas);
            default -> credentials;
        };
    }

    private static AzureCredentials key(AzureCredentials.Key key) {
        try {
            if (Base64.getDecoder().decode(key.accountKey()).length > 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Its text quotes the key.
        }
        throw new IllegalArgumentException("the Azure account key is not base64");
    }

    private static AzureCredentials sas(AzureCredentials.Sas sas) {
        String token = sas.token().replaceFirst("^[?&]", "");
        boolean query = token.matches("[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+") && !token.matches(".*%(?![0-9A-Fa-f]{2}).*");
        if (!query || !("&" + token).contains("&sig=")) {
            throw new IllegalArgumentException("the Azure shared access signature is no query string with a sig");
        }
        return new AzureCredentials.Sas(token);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the Azure connection string has no proper endpoint", e);
        }
    }

    /** Names in small letters; a value may hold equals signs. */
    private static Map<String, String> parse(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            } else if (!part.isBlank()) {
                throw new IllegalArgumentException("the Azure connection string is not made of NAME=VALUE;");
            }
        }
        if ("true".equalsIgnoreCase(parts.get("usedevelopmentstorage"))) {
            throw new IllegalArgumentException(
                    "an Azure connection string with UseDevelopmentStorage names no endpoint: give it in full");
        }
        return parts;
    }
}

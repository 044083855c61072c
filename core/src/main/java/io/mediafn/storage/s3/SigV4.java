package io.mediafn.storage.s3;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * AWS Signature Version 4, in the header and in the query. A signing key lasts for a day and a region, and is kept.
 * Thread-safe.
 */
final class SigV4 {
    /** In place of a payload's hash: TLS protects the bytes, and checksums prove them. */
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    static final String NO_PAYLOAD = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    /** A service that names regions without end must not fill the memory. */
    private static final int MOST_KEYS = 256;

    private record SigningKey(AccessKey of, String day, Sha256.Hmac hmac) {}

    private final String service;
    private final Map<String, SigningKey> byRegion = new ConcurrentHashMap<>();

    /** Signs for a service: {@code s3}, {@code sts}. */
    SigV4(String service) {
        this.service = service;
    }

    /**
     * Signs a request with all its fields, to which it adds the date, the payload's hash and the session token.
     *
     * @param path encoded, as it is sent
     * @param query encoded and in order, as it is sent
     * @param payload the hash of the body, or {@link #UNSIGNED_PAYLOAD}
     * @return the value of the {@code authorization} field
     */
    String authorization(
            String method,
            String path,
            String query,
            HeaderFields fields,
            String payload,
            AccessKey key,
            String region,
            AmzDate date) {
        fields.set("x-amz-content-sha256", payload);
        fields.set("x-amz-date", date.text());
        fields.set("x-amz-security-token", key.sessionToken());
        StringBuilder names = new StringBuilder(160);
        StringBuilder canonical = new StringBuilder(1024);
        canonical.append(method).append('\n').append(path).append('\n').append(query);
        canonical.append('\n');
        for (int i = 0; i < fields.size(); i++) {
            canonical.append(fields.name(i)).append(':');
            appendFolded(canonical, fields.value(i));
            canonical.append('\n');
            names.append(i == 0 ? "" : ";").append(fields.name(i));
        }
        canonical.append('\n').append(names).append('\n').append(payload);
        String scope = scope(region, date);
        return ALGORITHM + " Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                + signature(canonical, scope, key, region, date);
    }

    /**
     * The query of a URL that anybody may use for a while.
     *
     * @param path encoded
     * @param query what the URL asks for; the signature's parameters are added
     * @param host the {@code host} field that it will be sent with
     * @param validFor at most seven days
     */
    String presignedQuery(
            String method,
            String path,
            Query query,
            String host,
            Duration validFor,
            AccessKey key,
            String region,
            AmzDate date) {
        String scope = scope(region, date);
        query.add("X-Amz-Algorithm", ALGORITHM)
                .add("X-Amz-Credential", key.id() + "/" + scope)
                .add("X-Amz-Date", date.text())
                .add("X-Amz-Expires", Long.toString(validFor.toSeconds()))
                .add("X-Amz-SignedHeaders", "host");
        key.sessionToken().ifPresent(token -> query.add("X-Amz-Security-Token", token));
        String unsigned = query.toString();
        StringBuilder canonical = new StringBuilder(1024)
                .append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(unsigned)
                .append("\nhost:")
                .append(host)
                .append("\n\nhost\n")
                .append(UNSIGNED_PAYLOAD);
        return unsigned + "&X-Amz-Signature=" + signature(canonical, scope, key, region, date);
    }

    private String scope(String region, AmzDate date) {
        return date.day() + "/" + region + "/" + service + "/aws4_request";
    }

    private String signature(StringBuilder canonical, String scope, AccessKey key, String region, AmzDate date) {
        String toSign = ALGORITHM + "\n" + date.text() + "\n" + scope + "\n" + Sha256.hex(canonical.toString());
        return HexFormat.of().formatHex(signingKey(key, region, date.day()).of(toSign));
    }

    private Sha256.Hmac signingKey(AccessKey key, String region, String day) {
        SigningKey known = byRegion.get(region);
        if (known != null && known.of().equals(key) && known.day().equals(day)) {
            return known.hmac();
        }
        byte[] derived = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(day, region, service, "aws4_request")) {
            derived = new Sha256.Hmac(derived).of(part);
        }
        Sha256.Hmac hmac = new Sha256.Hmac(derived);
        if (byRegion.size() >= MOST_KEYS) {
            byRegion.clear();
        }
        byRegion.put(region, new SigningKey(key, day, hmac));
        return hmac;
    }

    /** Trimmed, and a run of spaces as one: so the canonical form wants it, while the field is sent as it is. */
    private static void appendFolded(StringBuilder to, String value) {
        String trimmed = value.strip();
        if (!trimmed.contains("  ")) {
            to.append(trimmed);
            return;
        }
        for (int i = 0; i < trimmed.length(); i++) {
            if (trimmed.charAt(i) != ' ' || trimmed.charAt(i - 1) != ' ') {
                to.append(trimmed.charAt(i));
            }
        }
    }
}

package io.mediafn.storage.http;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an answer's headers say of the digest of the whole object. What can't be read says nothing. */
final class HttpChecksums {
    private static final Map<String, ChecksumAlgorithm> GOOGLE =
            Map.of("crc32c", ChecksumAlgorithm.CRC32C, "md5", ChecksumAlgorithm.MD5);
    /** Names of RFC 9530, and of RFC 3230 before it, in lower case. */
    private static final Map<String, ChecksumAlgorithm> DIGEST =
            Map.of("sha-256", ChecksumAlgorithm.SHA256, "md5", ChecksumAlgorithm.MD5);

    private static final Map<String, ChecksumAlgorithm> AMAZON = Map.of(
            "x-amz-checksum-crc32c", ChecksumAlgorithm.CRC32C,
            "x-amz-checksum-crc64nvme", ChecksumAlgorithm.CRC64NVME,
            "x-amz-checksum-sha256", ChecksumAlgorithm.SHA256);

    private HttpChecksums() {}

    /**
     * Reads them.
     *
     * @param whole whether the answer is of the whole object, not of a range: some headers are of what is sent
     */
    static Checksums of(Answer answer, boolean whole) {
        Checksums known = Checksums.NONE;
        if (isStored(answer)) {
            known = add(known, pairs(answer, "x-goog-hash", GOOGLE));
        }
        known = add(known, pairs(answer, "Digest", DIGEST));
        known = add(known, pairs(answer, "Repr-Digest", DIGEST));
        if (whole) {
            known = add(
                    known, answer.header("Content-MD5").stream().flatMap(text -> read(ChecksumAlgorithm.MD5, text)));
            known = add(known, amazon(answer));
        }
        return known;
    }

    /** Cloud Storage's hashes are of what it stores, which it may unpack on the way out. */
    private static boolean isStored(Answer answer) {
        Optional<String> stored =
                answer.header("x-goog-stored-content-encoding").filter(text -> !text.equals("identity"));
        return stored.isEmpty() || stored.equals(answer.header("Content-Encoding"));
    }

    /** A checksum of checksums of parts says nothing of the whole. */
    private static Stream<Checksum> amazon(Answer answer) {
        if (answer.header("x-amz-checksum-type").filter("COMPOSITE"::equals).isPresent()) {
            return Stream.empty();
        }
        return AMAZON.entrySet().stream()
                .flatMap(header ->
                        answer.headers(header.getKey()).stream().flatMap(text -> read(header.getValue(), text)));
    }

    /** {@code NAME=BASE64} or {@code NAME=:BASE64:}, with commas between. */
    private static Stream<Checksum> pairs(Answer answer, String header, Map<String, ChecksumAlgorithm> names) {
        return answer.headers(header).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .flatMap(pair -> pair(pair, names));
    }

    private static Stream<Checksum> pair(String pair, Map<String, ChecksumAlgorithm> names) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return Stream.empty();
        }
        ChecksumAlgorithm algorithm = names.get(pair.substring(0, equals).toLowerCase(Locale.ROOT));
        String text = pair.substring(equals + 1);
        boolean colons = text.length() > 1 && text.startsWith(":") && text.endsWith(":");
        return algorithm == null
                ? Stream.empty()
                : read(algorithm, colons ? text.substring(1, text.length() - 1) : text);
    }

    private static Stream<Checksum> read(ChecksumAlgorithm algorithm, String text) {
        try {
            return Stream.of(Checksum.ofBase64(algorithm, text));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static Checksums add(Checksums known, Stream<Checksum> more) {
        Checksums all = known;
        for (Checksum checksum : more.toList()) {
            all = all.with(checksum);
        }
        return all;
    }
}

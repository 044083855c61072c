package io.mediafn.storage.azure;

import com.azure.core.http.HttpHeader;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a blob has beside its bytes, as headers of requests and of answers. */
final class AzureProperties {
    private static final String METADATA = "x-ms-meta-";
    /** Azure wants identifiers of C#; of these, what a header can carry. */
    private static final Pattern METADATA_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Printable ASCII. At the ends a space would be lost on the way, and with it the signature. */
    private static final Pattern VALUE = Pattern.compile("([!-~]([ -~]*[!-~])?)?");

    private AzureProperties() {}

    /**
     * The headers that give a new blob its properties and tags; it has no others.
     *
     * @throws StorageException INVALID for what Azure can't keep, naming it
     */
    static Consumer<AzureRequest> of(Location to, ObjectProperties properties, Map<String, String> tags) {
        properties.metadata().forEach((name, value) -> {
            if (!METADATA_NAME.matcher(name).matches()) {
                throw new StorageException(
                        Kind.INVALID,
                        to,
                        "metadata of Azure have names of letters, digits and underscores, with no digit first, not "
                                + name);
            }
            require(to, "metadata " + name, value);
        });
        return request -> {
            header(request, to, "x-ms-blob-content-type", "content type", properties.contentType());
            header(request, to, "x-ms-blob-content-encoding", "content encoding", properties.contentEncoding());
            header(request, to, "x-ms-blob-cache-control", "cache control", properties.cacheControl());
            header(request, to, "x-ms-blob-content-disposition", "disposition", properties.contentDisposition());
            header(request, to, "x-ms-blob-content-language", "content language", properties.contentLanguage());
            header(request, to, "x-ms-access-tier", "access tier", properties.storageClass());
            properties.metadata().forEach((name, value) -> request.header(METADATA + name, value));
            if (!tags.isEmpty()) {
                request.header("x-ms-tags", query(tags));
            }
        };
    }

    private static void header(AzureRequest request, Location to, String header, String what, Optional<String> value) {
        value.ifPresent(text -> {
            require(to, what, text);
            request.header(header, text);
        });
    }

    private static void require(Location to, String what, String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new StorageException(
                    Kind.INVALID, to, "the " + what + " has something else than printable ASCII, or a space at an end");
        }
    }

    private static String query(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> AzureRequest.encode(tag.getKey()) + "=" + AzureRequest.encode(tag.getValue()))
                .collect(Collectors.joining("&"));
    }

    /**
     * What an answer tells of a blob.
     *
     * @param size of the whole blob
     */
    static ObjectStat stat(Location at, long size, AzureAnswer answer) {
        return written(at, size, answer)
                .withProperties(properties(answer))
                .withTagCount(answer.header("x-ms-tag-count")
                        .filter(count -> count.matches("\\d{1,4}"))
                        .map(Integer::parseInt)
                        .orElse(0));
    }

    /** What the answer to a write tells of the new blob. */
    static ObjectStat written(Location at, long size, AzureAnswer answer) {
        return ObjectStat.of(at, size)
                .withEtag(answer.etag())
                .withVersionId(answer.header("x-ms-version-id"))
                .withLastModified(answer.lastModified());
    }

    private static ObjectProperties properties(AzureAnswer answer) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (HttpHeader header : answer.headers()) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.startsWith(METADATA) && !name.equals(METADATA + AzureOwnChecksum.NAME)) {
                metadata.put(name.substring(METADATA.length()), header.getValue());
            }
        }
        // A tier that follows from the account's default is nothing that a writer said.
        boolean inferred = answer.header("x-ms-access-tier-inferred").equals(Optional.of("true"));
        return new ObjectProperties(
                answer.header("Content-Type"),
                answer.header("Content-Encoding"),
                answer.header("Cache-Control"),
                answer.header("Content-Disposition"),
                answer.header("Content-Language"),
                answer.header("x-ms-access-tier").filter(tier -> !inferred),
                metadata);
    }

    /**
     * An MD5 as Azure tells it. The service computes it of what is put in one request; of a blob made of blocks it is
     * what the writer said.
     */
    static Checksums md5(Optional<String> base64) {
        try {
            return base64.map(text -> Checksums.of(Checksum.ofBase64(ChecksumAlgorithm.MD5, text)))
                    .orElse(Checksums.NONE);
        } catch (IllegalArgumentException e) {
            // A writer may have stored anything: then nothing is known.
            return Checksums.NONE;
        }
    }

    /** Whether this is a folder of a hierarchical namespace, which is no object. */
    static boolean isFolder(AzureAnswer answer, long size) {
        return answer.header("x-ms-resource-type").equals(Optional.of("directory"))
                || (size == 0 && answer.header(METADATA + "hdi_isfolder").equals(Optional.of("true")));
    }
}

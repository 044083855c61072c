package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a page of a listing and believes only what makes sense: a listing that silently ends early, or never, is
 * worse than one that fails.
 */
final class S3Listing {
    /** A thousand keys of 1024 bytes, each encoded threefold, and what is said of them. */
    static final int LONGEST_ANSWER = 16 << 20;

    private final S3Address prefix;
    private final ListOptions options;

    S3Listing(S3Address prefix, ListOptions options) {
        this.prefix = prefix;
        this.options = options;
    }

    S3Request request() {
        Query query = new Query()
                .add("list-type", "2")
                .add("prefix", prefix.key())
                .add("max-keys", Integer.toString(options.limit()))
                // Keys may hold characters that XML can't.
                .add("encoding-type", "url")
                .add("start-after", options.startAfter().map(prefix::keyOf))
                .add("continuation-token", options.pageToken());
        if (!options.recursive()) {
            query.add("delimiter", "/");
        }
        return S3Request.of("GET", prefix.bucketOnly()).query(query);
    }

    ObjectPage page(HttpAnswer answer) throws IOException {
        String text = answer.text(LONGEST_ANSWER);
        XmlElement root = root(text);
        // Any other XML, such as a portal's login page, would pass for an empty listing.
        if (!root.name().equals("ListBucketResult") || root.text("Name").isEmpty()) {
            throw strange("the answer is no listing");
        }
        boolean encoded = root.text("EncodingType").orElse("").equals("url");
        Optional<String> next = root.text("NextContinuationToken");
        if (root.text("IsTruncated").orElse("").equals("true") && next.isEmpty()) {
            throw strange("the listing says that it goes on, but not where");
        }
        if (next.isPresent() && next.equals(options.pageToken())) {
            throw strange("the listing goes on where it already was");
        }
        List<ObjectStat> objects = new ArrayList<>();
        List<Location> prefixes = new ArrayList<>();
        for (XmlElement child : root.children()) {
            switch (child.name()) {
                case "Contents" -> objects.add(stat(child, encoded));
                case "CommonPrefixes" -> prefixes.add(below(child.child("Prefix"), encoded));
                default -> {}
            }
        }
        return new ObjectPage(objects, prefixes, next);
    }

    private XmlElement root(String text) {
        try {
            return S3Xml.read(text);
        } catch (IOException e) {
            throw new StorageException(Kind.UNAVAILABLE, prefix.location(), "the answer is no listing", e);
        }
    }

    private ObjectStat stat(XmlElement object, boolean encoded) {
        Location at = below(object.child("Key"), encoded);
        return ObjectStat.of(at, size(at, object.text("Size")))
                .withEtag(object.text("ETag"))
                .withLastModified(object.text("LastModified").map(this::date))
                .withProperties(storageClass(object.text("StorageClass")));
    }

    private static ObjectProperties storageClass(Optional<String> name) {
        return name.isEmpty() || name.get().equals("STANDARD")
                ? ObjectProperties.none()
                : ObjectProperties.none().withStorageClass(name);
    }

    private Instant date(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new StorageException(Kind.UNAVAILABLE, prefix.location(), "the listing has a strange date", e);
        }
    }

    private static long size(Location at, Optional<String> text) {
        long size = -1;
        try {
            size = Long.parseLong(text.orElse("-1"));
        } catch (NumberFormatException e) {
            // As if it were not told.
        }
        if (size < 0) {
            throw new StorageException(
                    Kind.UNAVAILABLE, at, "the answer tells no size, or an impossible one: " + text.orElse(""));
        }
        return size;
    }

    private Location below(Optional<XmlElement> element, boolean encoded) {
        String text = element.map(XmlElement::text).orElse("");
        try {
            String key = encoded ? PercentCode.decode(text) : text;
            if (!key.isEmpty() && key.startsWith(prefix.key())) {
                return prefix.withKey(key);
            }
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE, prefix.location(), "the listing holds a key that can't be one: " + text, e);
        }
        throw strange("the listing holds a key that was not asked for: " + text);
    }

    private StorageException strange(String reason) {
        return new StorageException(Kind.UNAVAILABLE, prefix.location(), reason);
    }
}

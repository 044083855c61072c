package io.mediafn.storage.s3;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Capabilities.Property;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

final class S3ObjectStore implements ObjectStore, UrlSigner {
    private static final long SMALLEST_PART = 5L << 20;
    private static final Capabilities CAPABILITIES = new Capabilities(
            true,
            true,
            true,
            true,
            false,
            S3Deletes.BATCH,
            1,
            SMALLEST_PART,
            S3Copies.LARGEST,
            UploadMarker.NUMBER - 1,
            List.of(
                    ChecksumAlgorithm.CRC32C,
                    ChecksumAlgorithm.CRC64NVME,
                    ChecksumAlgorithm.SHA256,
                    ChecksumAlgorithm.MD5),
            EnumSet.allOf(Property.class));

    private final S3Wire wire;
    private final S3Copies copies;
    private final S3Uploads uploads;
    private final S3Deletes deletes;

    S3ObjectStore(S3Wire wire) {
        this(wire, new S3Copies(wire));
    }

    S3ObjectStore(S3Wire wire, S3Copies copies) {
        this.wire = wire;
        this.copies = copies;
        this.uploads = new S3Uploads(wire);
        this.deletes = new S3Deletes(wire);
    }

    private S3Address prefix(Location at) {
        return S3Address.of(at, wire.endpoint());
    }

    private S3Address object(Location at) {
        return prefix(at).object();
    }

    @Override
    public ObjectStat stat(Location at) {
        return stat(wire, object(at));
    }

    static ObjectStat stat(S3Wire wire, S3Address at) {
        S3Request request = S3Request.of("HEAD", at);
        request.fields().set("x-amz-checksum-mode", "ENABLED");
        return wire.call(request, (answer, sent) -> {
            long size = answer.length()
                    .orElseThrow(() -> new StorageException(
                            Kind.UNSUPPORTED, at.location(), "the answer does not tell the object's size"));
            return S3Fields.stat(at.location(), size, answer);
        });
    }

    static Optional<ObjectStat> find(S3Wire wire, S3Address at) {
        try {
            return Optional.of(stat(wire, at));
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        S3Address address = object(at);
        return valid(at, () -> {
            S3Request request = S3Request.of("GET", address);
            if (options.range().isAll()) {
                request.fields().set("x-amz-checksum-mode", "ENABLED");
            } else {
                request.fields().set("range", options.range().header());
            }
            request.fields().set("if-match", options.ifMatch());
            try {
                return wire.call(request, new S3Reader(at, options.range()));
            } catch (StorageException e) {
                if (e.getCause() instanceof S3Refusal refusal && refusal.status() == S3Errors.RANGE_NOT_SATISFIABLE) {
                    // The range starts at the end of the object or behind it; S3 then tells nothing else of it.
                    return behindTheEnd(stat(at), options, e.requests() + 1);
                }
                throw e;
            }
        });
    }

    private static ObjectRead behindTheEnd(ObjectStat stat, ReadOptions options, int requests) {
        if (options.range().within(stat.size()) > 0) {
            throw new StorageException(
                    Kind.UNAVAILABLE, stat.location(), "the service refused a range that lies within the object");
        }
        return new ObjectRead(stat, InputStream.nullInputStream(), requests);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        S3Address address = object(to);
        return valid(to, () -> {
            S3Request request =
                    S3Request.of("PUT", address).body(content).within(S3Timeouts.forWrite(content.length()));
            request.fields().set("content-type", "application/octet-stream");
            S3Fields.setProperties(request.fields(), options.properties());
            S3Fields.setTags(request.fields(), options.tags());
            options.checksum().ifPresent(checksum -> S3Fields.setChecksum(request.fields(), checksum));
            boolean conditional = S3Fields.setPrecondition(request.fields(), options.mode(), options.etag());
            try {
                return wire.call(
                        request.conditionally(conditional),
                        (answer, sent) -> ObjectStat.of(to, content.length())
                                .withEtag(answer.field("etag"))
                                .withVersionId(answer.field("x-amz-version-id"))
                                .withProperties(options.properties())
                                .withChecksums(S3Fields.checksums(answer))
                                .withTagCount(options.tags().size()));
            } catch (StorageException e) {
                throw Preconditions.refused(to, options.mode(), e);
            }
        });
    }

    @Override
    public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        S3Address source = object(from.location());
        S3Address address = object(to);
        return valid(to, () -> copies.copy(from, source, address, options));
    }

    @Override
    public PartUpload upload(Location to, UploadOptions options) {
        S3Address address = object(to);
        return valid(to, () -> uploads.open(address, options));
    }

    @Override
    public List<UnfinishedUpload> uploads(Location prefix) {
        return uploads.unfinished(prefix(prefix));
    }

    @Override
    public void abort(UnfinishedUpload upload) {
        uploads.abort(object(upload.location()), upload.id());
    }

    @Override
    public void delete(Location at) {
        wire.call(S3Request.of("DELETE", object(at)), (answer, sent) -> answer.status());
    }

    @Override
    public void delete(Location at, String etag) {
        S3Address address = object(at);
        valid(at, () -> {
            deletes.one(address, etag);
            return etag;
        });
    }

    @Override
    public List<DeleteResult> deleteAll(List<Location> objects) {
        return deletes.all(objects.stream().map(this::object).toList());
    }

    @Override
    public Map<String, String> tags(Location at) {
        return tags(wire, object(at));
    }

    static Map<String, String> tags(S3Wire wire, S3Address at) {
        try {
            return wire.call(S3Request.of("GET", at).query(new Query().add("tagging")), S3ObjectStore::tags);
        } catch (StorageException e) {
            if (Completion.code(e).startsWith("NoSuchTagSet")) {
                return Map.of();
            }
            throw e;
        }
    }

    private static Map<String, String> tags(HttpAnswer answer, int sent) throws IOException, S3Refusal {
        Map<String, String> tags = new LinkedHashMap<>();
        Optional<XmlElement> set = S3Answers.root(answer, "Tagging").child("TagSet");
        for (XmlElement tag : set.map(found -> found.all("Tag")).orElse(List.of())) {
            tags.put(
                    S3Answers.required(tag, "Key"),
                    tag.child("Value").map(XmlElement::text).orElse(""));
        }
        return tags;
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        S3Listing listing = new S3Listing(prefix(prefix), options);
        return wire.call(listing.request(), (answer, sent) -> listing.page(answer));
    }

    @Override
    public Optional<URI> sign(Location at, Duration valid) {
        return wire.presigned("GET", object(at), valid).map(URI::create);
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public long requests() {
        return wire.requests();
    }

    /** What does not fit into a request is the caller's error: no byte moves. */
    private static <T> T valid(Location at, Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException e) {
            throw new StorageException(Kind.INVALID, at, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}

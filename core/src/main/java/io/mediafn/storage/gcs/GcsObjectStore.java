package io.mediafn.storage.gcs;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
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
import io.mediafn.storage.StatResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects of Cloud Storage; their ETag here is the generation, on which the service takes conditions. */
final class GcsObjectStore implements ObjectStore, UrlSigner {
    private static final Duration LONGEST_SIGNATURE = Duration.ofDays(7);
    private static final long LARGEST_OBJECT = 5L << 40;
    private static final Capabilities CAPABILITIES = new Capabilities(
            true,
            true,
            true,
            false,
            false,
            GcsBatches.MOST,
            GcsBatches.MOST,
            GcsSession.QUANTUM,
            LARGEST_OBJECT,
            Integer.MAX_VALUE,
            List.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.MD5),
            EnumSet.complementOf(EnumSet.of(Property.TAGS)));

    private final GcsClient client;
    private final GcsReads reads;
    private final GcsWrites writes;
    private final GcsCopies copies;
    private final GcsBatches batches;

    GcsObjectStore(GcsClient client) {
        this.client = client;
        this.reads = new GcsReads(client);
        this.writes = new GcsWrites(client);
        this.copies = new GcsCopies(client);
        this.batches = new GcsBatches(client);
    }

    @Override
    public ObjectStat stat(Location at) {
        requireKey(at);
        return translated(
                at,
                () -> GcsStats.find(client, at)
                        .orElseThrow(() -> new StorageException(Kind.NOT_FOUND, at, "no such object")));
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        requireKey(at);
        AtomicInteger sent = new AtomicInteger();
        return reads.read(at, options, sent).orElseGet(() -> behindTheEnd(stat(at), options, sent.get() + 1));
    }

    /** The service tells nothing of an object of whose bytes it was asked for none. */
    private static ObjectRead behindTheEnd(ObjectStat stat, ReadOptions options, int requests) {
        if (options.ifMatch().isPresent() && !options.ifMatch().equals(stat.etag())) {
            throw new StorageException(
                    Kind.PRECONDITION_FAILED,
                    stat.location(),
                    "is another generation than " + options.ifMatch().get());
        }
        if (options.range().within(stat.size()) > 0) {
            throw new StorageException(
                    Kind.UNAVAILABLE, stat.location(), "the service refused a range that lies within the object");
        }
        return new ObjectRead(stat, InputStream.nullInputStream(), requests);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        requireKey(to);
        refuseTags(to, options);
        return writes.write(to, content, options);
    }

    @Override
    public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        requireKey(from.location());
        requireKey(to);
        return copies.copy(from, to, options);
    }

    @Override
    public PartUpload upload(Location to, UploadOptions options) {
        requireKey(to);
        refuseTags(to, options.write());
        options.algorithm()
                .filter(known -> !CAPABILITIES.checksums().contains(known))
                .ifPresent(unknown -> {
                    throw new StorageException(
                            Kind.INVALID,
                            to,
                            "uploads have no " + unknown.text() + " here, but " + CAPABILITIES.checksums());
                });
        return GcsUpload.begin(client, to, options);
    }

    @Override
    public void delete(Location at) {
        requireKey(at);
        delete(at, OptionalLong.empty());
    }

    @Override
    public void delete(Location at, String etag) {
        requireKey(at);
        delete(at, OptionalLong.of(GcsGenerations.of(at, etag)));
    }

    private void delete(Location at, OptionalLong generation) {
        // Whether there was one is no news.
        translated(
                at,
                () -> client.storage()
                        .delete(
                                BlobId.of(at.bucket(), at.key()),
                                client.options().source(generation)));
    }

    @Override
    public List<DeleteResult> deleteAll(List<Location> objects) {
        return batches.deleteAll(objects);
    }

    @Override
    public List<StatResult> statAll(List<Location> objects) {
        return batches.statAll(objects);
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        return translated(
                prefix,
                () -> GcsListing.page(
                        prefix,
                        options,
                        client.storage().list(prefix.bucket(), client.options().list(prefix, options))));
    }

    /** Only with the key of a service account at hand: else signing would be a request to another service. */
    @Override
    public Optional<URI> sign(Location at, Duration valid) {
        requireKey(at);
        if (valid.compareTo(Duration.ofSeconds(1)) < 0 || valid.compareTo(LONGEST_SIGNATURE) > 0) {
            throw new StorageException(
                    Kind.INVALID, at, "a signed URL is valid for 1 second to 7 days, not for " + valid);
        }
        return translated(
                at,
                () -> client.credentials() instanceof ServiceAccountCredentials
                        ? Optional.of(URI.create(client.storage()
                                .signUrl(
                                        BlobInfo.newBuilder(at.bucket(), at.key())
                                                .build(),
                                        valid.toSeconds(),
                                        TimeUnit.SECONDS,
                                        client.options().sign(client.urls().host()))
                                .toString()))
                        : Optional.empty());
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public long requests() {
        return client.requests();
    }

    static StorageException noObject(Location at) {
        return new StorageException(Kind.NOT_FOUND, at, "names a bucket, not an object");
    }

    private static void requireKey(Location at) {
        if (at.key().isEmpty()) {
            throw noObject(at);
        }
    }

    private static void refuseTags(Location to, WriteOptions options) {
        if (!options.tags().isEmpty()) {
            throw new StorageException(Kind.UNSUPPORTED, to, "Cloud Storage has no tags on objects");
        }
    }

    private static <T> T translated(Location at, GcsRetries.Attempt<T> call) {
        try {
            return call.run();
        } catch (IOException | RuntimeException e) {
            throw GcsErrors.toStorageException(at, e, 1);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

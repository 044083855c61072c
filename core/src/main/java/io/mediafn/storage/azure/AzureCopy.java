package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import io.mediafn.storage.WriteOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Copies without a byte coming through this process. Thread-safe.
 *
 * <p>In this order: one request that fetches the whole source; requests that fetch large blocks, where the source is too
 * large for one, or the service has no such request; inside an account Azure's own copy, where it has neither.
 */
final class AzureCopy {
    private final AzureWire wire;
    private final AzureNames names;
    private final AzureAuthentication authentication;
    private final AzureReading reading;
    private final AzureWriting writing;
    private final AzureBlockCopy inBlocks;
    private final AzureAccountCopy inAccount;
    /** What the service answered 501 to is not asked for again. */
    private final AtomicBoolean fetchesWhole = new AtomicBoolean(true);

    private final AtomicBoolean fetchesBlocks = new AtomicBoolean(true);

    AzureCopy(AzureWire wire, AzureNames names, AzureAuthentication authentication) {
        this.wire = wire;
        this.names = names;
        this.authentication = authentication;
        this.reading = new AzureReading(wire, names);
        this.writing = new AzureWriting(wire, names);
        this.inBlocks = new AzureBlockCopy(wire, names);
        this.inAccount = new AzureAccountCopy(wire, names);
    }

    /** Inside the account. */
    ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        AzureNames.Name blob = names.object(from.location());
        ObjectStat pinned = from.etag().isPresent() ? from : reading.stat(from.location());
        AzureSource source =
                new AzureSource(pinned, authentication.source(names.url(blob), blob), authorization(from.location()));
        Optional<ObjectStat> made;
        try {
            made = fetched(source, to, options);
        } catch (StorageException e) {
            throw e.kind() == Kind.PRECONDITION_FAILED && e.location().equals(from.location()) ? changed(from, e) : e;
        }
        if (made.isPresent()) {
            return made.get();
        }
        boolean plain = options.properties().isEmpty() && options.mode() == WriteMode.CREATE_ONLY;
        if (plain) {
            return inAccount.copy(source, to, keptTags(pinned));
        }
        throw unsupported(to);
    }

    /** The service may not tell a source that is gone from one that is another. */
    private StorageException changed(ObjectStat from, StorageException e) {
        boolean gone = AzureWriting.isGone(reading.look(from.location()));
        return gone
                ? new StorageException(Kind.NOT_FOUND, from.location(), "is gone, and can't be copied", e, e.requests())
                : e;
    }

    private Optional<String> authorization(Location at) {
        try {
            return authentication.ofSource();
        } catch (RuntimeException e) {
            throw AzureErrors.toStorageException(at, e, 1);
        }
    }

    /** From anywhere. */
    ObjectStat copyFromUrl(URI url, ObjectStat stat, Location to, CopyOptions options) {
        if (stat.size() == 0) {
            throw new StorageException(Kind.UNSUPPORTED, to, "Azure fetches no empty source");
        }
        AzureSource source = new AzureSource(stat, url.toASCIIString(), Optional.empty());
        CopyOptions said =
                options.withProperties(Optional.of(options.properties().orElse(ObjectProperties.none())));
        try {
            return fetched(source, to, said).orElseThrow(() -> unsupported(to));
        } catch (StorageException e) {
            // A URL that is too long, or not one that Azure takes, is an invalid header to it.
            throw e.kind() == Kind.INVALID && e.getCause() != null ? AzureSource.unreadable(to, e) : e;
        }
    }

    private static StorageException unsupported(Location to) {
        return new StorageException(Kind.UNSUPPORTED, to, "this service does not fetch from a URL");
    }

    /** What was made of the source; absent where the service has no request for it. */
    private Optional<ObjectStat> fetched(AzureSource source, Location to, CopyOptions options) {
        names.object(to);
        if (source.size() == 0) {
            return Optional.of(empty(source, to, options));
        }
        // Without metadata of its own the new blob gets the source's, so blocks alone make one that has none.
        boolean canSay = options.properties().isEmpty()
                || !options.properties().get().metadata().isEmpty();
        if (source.size() <= AzureWriting.LARGEST && canSay && fetchesWhole.get()) {
            Optional<ObjectStat> made = whole(source, to, options);
            if (made.isPresent()) {
                return made;
            }
            fetchesWhole.set(false);
        }
        if (!fetchesBlocks.get()) {
            return Optional.empty();
        }
        Optional<ObjectStat> made = inBlocks.copy(source, to, options, () -> completed(source, options));
        if (made.isEmpty()) {
            fetchesBlocks.set(false);
        }
        return made;
    }

    /** The properties and tags that a copy in blocks must name; those of the source are asked for. */
    private AzureBlockCopy.Beside completed(AzureSource source, CopyOptions options) {
        if (options.properties().isPresent()) {
            return new AzureBlockCopy.Beside(options.properties().get(), Map.of());
        }
        ObjectStat full = reading.stat(source.location(), source.stat().etag());
        return new AzureBlockCopy.Beside(full.properties(), keptTags(full));
    }

    private Map<String, String> keptTags(ObjectStat stat) {
        return stat.tagCount() == 0 ? Map.of() : reading.tags(stat.location());
    }

    /** Azure fetches no empty source; that there is one, and the meant one, is seen by reading it. */
    private ObjectStat empty(AzureSource source, Location to, CopyOptions options) {
        reading.read(
                        source.location(),
                        ReadOptions.all().withIfMatch(source.stat().etag()))
                .close();
        AzureBlockCopy.Beside beside = completed(source, options);
        return writing.write(
                to,
                Content.of(new byte[0]),
                new WriteOptions(options.mode(), options.etag(), beside.properties(), beside.tags(), Optional.empty()));
    }

    private Optional<ObjectStat> whole(AzureSource source, Location to, CopyOptions options) {
        AzureConditions conditions = new AzureConditions(options.mode(), options.etag());
        AzureRequest request = AzureRequest.put(names.url(names.object(to)))
                .header("x-ms-blob-type", "BlockBlob")
                .with(source.headers())
                .header("x-ms-source-content-md5", source.md5().map(md5 -> md5.base64()))
                .header(
                        "x-ms-copy-source-blob-properties",
                        Boolean.toString(options.properties().isEmpty()))
                .with(conditions.headers())
                .limit(AzureTimeouts.forCopying(source.size()));
        if (options.properties().isPresent()) {
            request.with(AzureProperties.of(to, options.properties().get(), Map.of()));
        } else {
            request.header("x-ms-access-tier", source.stat().properties().storageClass());
            if (source.stat().tagCount() > 0) {
                request.header("x-ms-copy-source-tag-option", "COPY");
            }
        }
        AzureAnswer answer = wire.send(to, request);
        if (AzureErrors.isUnknownRequest(answer)) {
            return Optional.empty();
        }
        if (!answer.good()) {
            throw refused(source, to, conditions, answer);
        }
        return Optional.of(compared(source, to, AzureProperties.written(to, source.size(), answer), answer));
    }

    private static StorageException refused(
            AzureSource source, Location to, AzureConditions conditions, AzureAnswer answer) {
        return source.toStorageException(to, answer).orElseGet(() -> conditions.toStorageException(to, answer));
    }

    /** The new blob with what the service computed of it; one that is not the source is taken away again. */
    private ObjectStat compared(AzureSource source, Location to, ObjectStat made, AzureAnswer answer) {
        Checksums md5 = AzureProperties.md5(answer.header("Content-MD5"));
        Checksums computed = AzureChecksums.crc64(answer).map(md5::with).orElse(md5);
        try {
            source.compare(to, computed);
        } catch (StorageException e) {
            made.etag().ifPresent(etag -> writing.delete(to, etag));
            throw e;
        }
        return made.withChecksums(computed);
    }
}

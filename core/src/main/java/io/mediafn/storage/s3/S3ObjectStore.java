package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3ObjectStore implements ObjectStore {
    private final S3Client client;

    S3ObjectStore(S3Client client) {
        this.client = client;
    }

    @Override
    public ObjectStat stat(Location at) {
        return translated(at, () -> {
            HeadObjectResponse head =
                    client.headObject(request -> request.bucket(at.bucket()).key(keyOf(at)));
            return ObjectStat.of(at, S3Listing.size(at, head.contentLength()))
                    .withEtag(Optional.ofNullable(head.eTag()))
                    .withVersionId(Optional.ofNullable(head.versionId()))
                    .withLastModified(Optional.ofNullable(head.lastModified()))
                    .withProperties(ObjectProperties.ofType(Optional.ofNullable(head.contentType())));
        });
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        AtomicInteger requests = new AtomicInteger();
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(at.bucket())
                .key(keyOf(at))
                .range(options.range().isAll() ? null : options.range().header())
                .ifMatch(options.ifMatch().orElse(null))
                .overrideConfiguration(RequestCounter.into(requests))
                .build();
        try {
            return client.getObject(request, new RangeTransformer(at, options.range(), requests));
        } catch (S3Exception e) {
            if (e.statusCode() != S3Errors.RANGE_NOT_SATISFIABLE) {
                throw S3Errors.toStorageException(at, e, requests.get());
            }
            // The range starts at the end of the object or behind it; S3 then tells nothing else of the object.
            return behindTheEnd(stat(at), options, requests.get() + 1);
        } catch (SdkException e) {
            throw S3Errors.toStorageException(at, e, requests.get());
        }
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
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(to.bucket()).key(keyOf(to)).contentLength(content.length());
        request.overrideConfiguration(S3Timeouts.forWrite(content.length()));
        options.contentType().ifPresent(request::contentType);
        switch (options.mode()) {
            case CREATE_ONLY -> request.ifNoneMatch("*");
            case IF_MATCH -> request.ifMatch(options.etag().orElseThrow());
            case REPLACE -> {}
        }
        try {
            PutObjectResponse put = client.putObject(
                    request.build(),
                    RequestBody.fromContentProvider(
                            () -> open(content),
                            content.length(),
                            options.contentType().orElse("application/octet-stream")));
            return ObjectStat.of(to, content.length())
                    .withEtag(Optional.ofNullable(put.eTag()))
                    .withVersionId(Optional.ofNullable(put.versionId()))
                    .withProperties(options.properties());
        } catch (SdkException e) {
            throw refusedWrite(to, options, S3Errors.toStorageException(to, e, 1));
        } catch (UncheckedIOException e) {
            throw new StorageException(Kind.INVALID, to, "the content can't be read: " + e.getMessage(), e);
        }
    }

    /** The same 412 means another thing for each precondition, and IF_MATCH on an absent object answers 404. */
    private static StorageException refusedWrite(Location to, WriteOptions options, StorageException e) {
        if (options.mode() == WriteMode.CREATE_ONLY && e.kind() == Kind.PRECONDITION_FAILED) {
            return new StorageException(Kind.ALREADY_EXISTS, to, "an object is already there", e);
        }
        if (options.mode() == WriteMode.IF_MATCH && e.kind() == Kind.NOT_FOUND) {
            return new StorageException(Kind.PRECONDITION_FAILED, to, "the object to replace is gone", e);
        }
        return e;
    }

    private static InputStream open(Content content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(Location at) {
        translated(
                at,
                () -> client.deleteObject(request -> request.bucket(at.bucket()).key(keyOf(at))));
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.readOnly();
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(prefix.bucket())
                .prefix(prefix.key())
                .delimiter(options.recursive() ? null : "/")
                .maxKeys(options.limit())
                .startAfter(options.startAfter().orElse(null))
                .continuationToken(options.pageToken().orElse(null))
                // Keys may hold characters that XML can't.
                .encodingType(EncodingType.URL)
                .build();
        return translated(prefix, () -> S3Listing.page(prefix, options, client.listObjectsV2(request)));
    }

    /** The SDK would read an empty key as a request for the bucket itself. */
    private static String keyOf(Location at) {
        if (at.key().isEmpty()) {
            throw new StorageException(Kind.NOT_FOUND, at, "names a bucket, not an object");
        }
        return at.key();
    }

    private static <T> T translated(Location at, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw S3Errors.toStorageException(at, e, 1);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

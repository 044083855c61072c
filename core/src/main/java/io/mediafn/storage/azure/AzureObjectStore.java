package io.mediafn.storage.azure;

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
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlCopier;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WriteOptions;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One account of Azure Blob Storage. Thread-safe.
 *
 * <p>The requests of Azure's REST interface are built here and sent through the SDK's pipeline, which signs and retries
 * them. The SDK's own client for blobs sits on the same pipeline; it buffers what it sends, looks before it reads, has no
 * limit on an attempt, and more than doubles a cold start.
 */
final class AzureObjectStore implements ObjectStore, UrlSigner, UrlCopier {
    private static final Capabilities CAPABILITIES = new Capabilities(
            true,
            true,
            true,
            true,
            false,
            AzureBatch.LARGEST,
            1,
            1,
            AzureBlocks.LARGEST,
            AzureBlocks.MOST,
            List.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.MD5),
            EnumSet.allOf(Property.class));

    private final AzureWire wire;
    private final AzureNames names;
    private final AzureAuthentication authentication;
    private final AzureReading reading;
    private final AzureWriting writing;
    private final AzureListing listing;
    private final AzureBlocks blocks;
    private final AzureUnfinished unfinished;
    private final AzureDeletes deletes;
    private final AzureCopy copies;

    AzureObjectStore(AzureAccount account, AzureWire wire, AzureAuthentication authentication) {
        this.wire = wire;
        this.names = new AzureNames(account);
        this.authentication = authentication;
        this.reading = new AzureReading(wire, names);
        this.writing = new AzureWriting(wire, names);
        this.listing = new AzureListing(wire, names);
        this.blocks = new AzureBlocks(wire, names);
        this.unfinished = new AzureUnfinished(wire, names, blocks);
        this.deletes = new AzureDeletes(wire, names, authentication);
        this.copies = new AzureCopy(wire, names, authentication);
    }

    @Override
    public ObjectStat stat(Location at) {
        return reading.stat(at);
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        return reading.read(at, options);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        return writing.write(to, content, options);
    }

    @Override
    public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        return copies.copy(from, to, options);
    }

    @Override
    public ObjectStat copyFromUrl(URI url, ObjectStat source, Location to, CopyOptions options) {
        return copies.copyFromUrl(url, source, to, options);
    }

    @Override
    public Optional<URI> sign(Location at, Duration valid) {
        AzureNames.Name blob = names.object(at);
        return authentication.signed(names.url(blob), blob, valid);
    }

    @Override
    public PartUpload upload(Location to, UploadOptions options) {
        return AzureUpload.begin(blocks, to, options);
    }

    @Override
    public List<UnfinishedUpload> uploads(Location prefix) {
        return unfinished.list(prefix);
    }

    @Override
    public void abort(UnfinishedUpload upload) {
        unfinished.abort(upload);
    }

    @Override
    public void delete(Location at) {
        writing.delete(at);
    }

    @Override
    public void delete(Location at, String etag) {
        writing.delete(at, etag);
    }

    @Override
    public List<DeleteResult> deleteAll(List<Location> objects) {
        return deletes.deleteAll(objects);
    }

    @Override
    public Map<String, String> tags(Location at) {
        return reading.tags(at);
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        return listing.page(prefix, options);
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public long requests() {
        return wire.requests();
    }

    @Override
    public void close() {
        wire.close();
    }
}

package io.mediafn.storage.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpContent;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object that is sent in parts, one after the other. Up to 256 KiB of each are held back for the next, since the
 * service takes multiples of that, and makes the object when it has the last byte.
 */
final class GcsUpload implements PartUpload {
    private final GcsClient client;
    private final Location to;
    private final WriteOptions write;
    private final OptionalLong size;
    private final GcsSession session;
    private final Hasher crc32c = ChecksumAlgorithm.CRC32C.newHasher();
    private int parts;
    private long persisted;
    private byte[] heldBack = {};
    private boolean broken;

    private GcsUpload(GcsClient client, Location to, UploadOptions options, GcsSession session) {
        this.client = client;
        this.to = to;
        this.write = options.write();
        this.size = options.size();
        this.session = session;
    }

    static GcsUpload begin(GcsClient client, Location to, UploadOptions options) {
        WriteOptions write = options.write();
        OptionalLong expected = GcsGenerations.expected(to, write.mode(), write.etag());
        HttpContent object = new ByteArrayContent(
                "application/json; charset=UTF-8",
                Json.write(GcsStats.json(to, write.properties())).getBytes(StandardCharsets.UTF_8));
        try {
            return new GcsUpload(client, to, options, GcsSession.begin(client, to, expected, object, options.size()));
        } catch (StorageException e) {
            throw GcsErrors.refusedWrite(to, write.mode(), e);
        }
    }

    @Override
    public boolean inOrder() {
        return true;
    }

    @Override
    public Map<Integer, Checksum> present() {
        return Map.of();
    }

    @Override
    public void put(int index, Content content, Optional<Checksum> checksum) {
        if (broken) {
            throw invalid("an earlier part has failed, so the upload must begin again");
        }
        if (index != parts) {
            throw invalid("parts come in their order: " + parts + ", not " + index);
        }
        if (size.isPresent() && content.length() > size.getAsLong() - received()) {
            throw invalid("part " + index + " goes beyond the " + size.getAsLong() + " bytes of the whole");
        }
        // Until all is well: what the service has of a part that failed can't be taken back.
        broken = true;
        List<Hasher> hashers = new ArrayList<>(List.of(crc32c));
        Optional<Hasher> own = checksum.map(expected -> expected.algorithm().newHasher());
        own.ifPresent(hashers::add);
        UploadPiece piece = new UploadPiece(persisted, heldBack, content, hashers);
        if (piece.end() > piece.start()) {
            session.send(piece, Optional.empty());
        }
        heldBack = rest(piece);
        persisted = piece.end();
        if (own.isPresent()) {
            verify(index, checksum.orElseThrow(), own.get().finish());
        }
        parts++;
        broken = false;
    }

    private byte[] rest(UploadPiece piece) {
        try {
            return piece.rest();
        } catch (IOException e) {
            throw GcsErrors.toStorageException(to, e, 1);
        }
    }

    private void verify(int index, Checksum expected, Checksum found) {
        if (!expected.equals(found)) {
            throw new StorageException(
                    Kind.CORRUPT, to, "the bytes of part " + index + " have " + found + ", not " + expected);
        }
    }

    private long received() {
        return persisted + heldBack.length;
    }

    @Override
    public ObjectStat complete(int count, long length, Optional<Checksum> checksum) {
        if (broken) {
            throw invalid("a part has failed, so there is no object to be made");
        }
        if (count != parts || length != received() || (size.isPresent() && size.getAsLong() != length)) {
            throw invalid(count + " parts with " + length + " bytes were announced, " + parts + " with " + received()
                    + " came");
        }
        // There is no way back: after this the service has the object, or has refused it.
        broken = true;
        Checksum found = crc32c.finish();
        if (checksum.isPresent()
                && checksum.get().algorithm() == ChecksumAlgorithm.CRC32C
                && !checksum.get().equals(found)) {
            throw new StorageException(Kind.CORRUPT, to, "the bytes have " + found + ", not " + checksum.get());
        }
        try {
            byte[] answer = session.send(
                            new LastPiece(persisted, heldBack), Optional.of(new GcsSession.Whole(length, found)))
                    .orElseThrow(() -> invalid("the service took the last part without making an object"));
            return new GcsMade(client).of(to, write.properties(), length, found, answer);
        } catch (IOException e) {
            throw GcsErrors.toStorageException(to, e, 1);
        } catch (StorageException e) {
            throw GcsErrors.refusedWrite(to, write.mode(), e);
        }
    }

    /** What was held back to the end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record LastPiece(long start, byte[] bytes) implements GcsSession.Piece {
        @Override
        public long end() {
            return start + bytes.length;
        }

        @Override
        public HttpContent from(long offset) {
            int skipped = (int) (offset - start);
            return new ByteArrayContent(null, bytes, skipped, bytes.length - skipped);
        }
    }

    @Override
    public void abort() {
        broken = true;
        session.cancel();
    }

    @Override
    public void close() {
        heldBack = new byte[0];
    }

    private StorageException invalid(String reason) {
        return new StorageException(Kind.INVALID, to, reason);
    }
}

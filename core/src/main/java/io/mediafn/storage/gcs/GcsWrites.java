package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.WriteOptions;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes an object with one request. The client's own would hold the bytes, or send them without a length, and would
 * compute an MD5 of them, which costs more than all else.
 */
final class GcsWrites {
    private final GcsClient client;
    private final GcsMade made;

    GcsWrites(GcsClient client) {
        this.client = client;
        this.made = new GcsMade(client);
    }

    ObjectStat write(Location to, Content content, WriteOptions options) {
        OptionalLong expected = GcsGenerations.expected(to, options.mode(), options.etag());
        Map<String, Object> object = GcsStats.json(to, options.properties());
        options.checksum().ifPresent(checksum -> checkedByTheService(object, checksum));
        AtomicInteger sent = new AtomicInteger();
        try {
            return GcsRetries.run(to, sent, () -> {
                InsertContent body = new InsertContent(
                        object, new CheckedContent(to, content, options.checksum()), content.length());
                HttpRequest request = client.request("POST", client.urls().insert(to, expected), body, sent);
                request.getHeaders().setAcceptEncoding(GcsStats.IDENTITY);
                HttpResponse response = request.execute();
                if (!GcsAnswers.isDone(response)) {
                    throw GcsRefusal.of(response);
                }
                return made.of(to, options.properties(), content.length(), body.sent(), GcsAnswers.bytes(response));
            });
        } catch (StorageException e) {
            throw GcsErrors.refusedWrite(to, options.mode(), e);
        }
    }

    private static void checkedByTheService(Map<String, Object> object, Checksum checksum) {
        if (checksum.algorithm() == ChecksumAlgorithm.CRC32C) {
            object.put("crc32c", checksum.base64());
        } else if (checksum.algorithm() == ChecksumAlgorithm.MD5) {
            object.put("md5Hash", checksum.base64());
        }
    }
}

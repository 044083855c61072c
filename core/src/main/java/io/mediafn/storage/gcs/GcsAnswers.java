package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Answers that are small: errors, and what the service says of one object. */
final class GcsAnswers {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int PARTIAL_CONTENT = 206;
    static final int RESUME_INCOMPLETE = 308;

    private static final int LONGEST = 64 << 10;

    private GcsAnswers() {}

    static boolean isDone(HttpResponse response) {
        return response.getStatusCode() == OK || response.getStatusCode() == CREATED;
    }

    /** The answer's bytes, no more than 64 KiB of them; ends it. */
    static byte[] bytes(HttpResponse response) throws IOException {
        InputStream raw = response.getContent();
        if (raw == null) {
            return new byte[0];
        }
        try (InputStream content = "gzip".equals(response.getContentEncoding()) ? new GZIPInputStream(raw) : raw) {
            return content.readNBytes(LONGEST);
        }
    }
}

package io.mediafn.storage.http;

import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A body whose size its server does not tell: it is read to know it, as long as that is affordable. */
final class Unsized {
    /** The most bytes of such a body; they are held in memory. */
    static final int MOST = 64 << 20;

    private static final int CHUNK = 64 << 10;

    private final List<byte[]> chunks = new ArrayList<>();
    private long size;

    private Unsized() {}

    /**
     * Reads a body to its end.
     *
     * @param kept whether its bytes are wanted, and not only their number
     */
    static Unsized read(Answer answer, HttpLimits limits, boolean kept) throws IOException, HttpFailure {
        if (!answer.isChunked()) {
            throw HttpFailure.lasting(
                    Kind.UNSUPPORTED, "the answer tells no size, and nothing shows whether it came to its end");
        }
        answer.restart(limits.unsized());
        Unsized body = new Unsized();
        try (InputStream in = answer.body()) {
            byte[] chunk = in.readNBytes(CHUNK);
            while (chunk.length > 0) {
                body.size += chunk.length;
                if (body.size > MOST) {
                    answer.cancel();
                    throw HttpFailure.lasting(
                            Kind.UNSUPPORTED, "the answer tells no size, and sends more than " + MOST + " bytes");
                }
                if (kept) {
                    body.chunks.add(chunk);
                }
                chunk = in.readNBytes(CHUNK);
            }
        }
        return body;
    }

    long size() {
        return size;
    }

    InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                chunks.stream().map(ByteArrayInputStream::new).toList()));
    }
}

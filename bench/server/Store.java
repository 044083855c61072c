package server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All that the server holds, and its settings. */
final class Store {
    final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    /** Bodies from this size on are counted and dropped; bytes. */
    final int mostHeld;
    /** Of declared objects, so that receiving one again, which is what a copy is, costs no MD5. */
    final ConcurrentHashMap<Content, byte[]> knownMd5s = new ConcurrentHashMap<>();
    /** Whether a body that comes without a checksum gets one. */
    final boolean computesCrc64;
    /** Of each connection, so that what was written has nearly all been sent; bytes, 0 is the system's own. */
    final int sendBuffer;

    volatile int delayMillis;
    volatile int listDelayMillis;

    Store(int mostHeld, boolean computesCrc64, int sendBuffer) {
        this.mostHeld = mostHeld;
        this.computesCrc64 = computesCrc64;
        this.sendBuffer = sendBuffer;
    }

    Bucket made(String name) {
        return buckets.computeIfAbsent(name, ignored -> new Bucket());
    }

    static final class Bucket {
        final long created = System.currentTimeMillis();
        final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
        final ConcurrentSkipListMap<String, Upload> uploads = new ConcurrentSkipListMap<>();
    }

    /**
     * A multipart upload that was begun. Its parts may come at once.
     *
     * @param algorithm of the checksum that was asked for; null if none was
     */
    record Upload(
            String key,
            String id,
            byte[] headers,
            String algorithm,
            String type,
            long begun,
            ConcurrentSkipListMap<Integer, Stored.Part> parts) {}
}

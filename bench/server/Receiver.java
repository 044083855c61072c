package server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** Takes the body of an upload, and tells what it was. */
final class Receiver {
    private static final AtomicLong OPAQUE = new AtomicLong();
    private static final int SMALL = 64 * 1024;
    private static final int LARGEST_XML = 4 << 20;

    private final Connection connection;
    private final Store store;
    private byte[] scratch = {}; // made when it's needed, as some clients open a connection for each request

    Content content = Content.held(new byte[0]);
    /** Null if it isn't known. */
    byte[] md5;

    String etag = "";

    Receiver(Connection connection, Store store) {
        this.connection = connection;
        this.store = store;
    }

    private void ensureScratch() {
        if (scratch.length == 0) {
            scratch = new byte[SMALL];
        }
    }

    /** Reads the body, and checks what it came with. */
    Stored.Checksum receive(boolean computesCrc64) throws IOException, Refusal {
        connection.startBody();
        ensureScratch();
        Request request = connection.request;
        int filled = 0;
        boolean dropping = false;
        long dropped = 0;
        long candidate = -1;
        CRC32C crc = new CRC32C();
        for (int count; (count = request.read(scratch, filled, Math.min(scratch.length - filled, 2 * SMALL))) >= 0; ) {
            filled += count;
            if (!dropping && filled >= store.mostHeld) {
                dropping = true;
                candidate = Pattern.candidate(scratch, 0);
            }
            if (dropping) {
                crc.update(scratch, 0, filled);
                dropped += filled;
                filled = 0;
            } else if (filled == scratch.length) {
                scratch = Arrays.copyOf(scratch, Math.min(filled * 4, Math.max(store.mostHeld, filled + 1)));
            }
        }
        if (dropping) {
            content = Content.received(dropped, crc.getValue(), candidate);
        } else {
            long position = Pattern.find(scratch, 0, filled);
            content = position >= 0 ? Content.pattern(position, filled) : Content.held(Arrays.copyOf(scratch, filled));
        }
        String givenMd5 = request.header("content-md5");
        if (givenMd5 != null) {
            md5 = Base64.getDecoder().decode(givenMd5);
        } else {
            md5 = dropping ? null : store.knownMd5s.get(content);
            if (md5 == null && !dropping) {
                connection.md5.update(scratch, 0, filled);
                md5 = connection.md5.digest();
            }
        }
        etag = md5 == null ? opaque() : quoted(md5);
        connection.statistics.received.add(content.size());
        return checksum(request, computesCrc64);
    }

    /** Reads a body that is XML, as a byte string. */
    String text() throws IOException, Refusal {
        connection.startBody();
        ensureScratch();
        int filled = 0;
        for (int count; (count = connection.request.read(scratch, filled, scratch.length - filled)) >= 0; ) {
            filled += count;
            if (filled == scratch.length) {
                if (filled >= LARGEST_XML) {
                    throw new Refusal(400, "MalformedXML", "The XML you provided is too large.");
                }
                scratch = Arrays.copyOf(scratch, filled * 4);
            }
        }
        return new String(scratch, 0, filled, StandardCharsets.ISO_8859_1);
    }

    private Stored.Checksum checksum(Request request, boolean computesCrc64) throws Refusal {
        String name = request.checksumName();
        if (name == null) {
            return computesCrc64 ? computed(Crc.CRC64NVME, content) : null;
        }
        String value = request.headerOrTrailer("x-amz-checksum-" + name);
        check(name, value, content);
        return new Stored.Checksum(name, value, "FULL_OBJECT");
    }

    /** Refuses a value that is known to be another's. */
    static void check(String name, String value, Content content) throws Refusal {
        Crc crc = Crc.of(name);
        OptionalLong known = crc == null ? OptionalLong.empty() : content.crc(crc);
        if (known.isPresent() && known.getAsLong() != crc.value(value)) {
            throw new Refusal(
                    400,
                    "BadDigest",
                    "The " + name.toUpperCase(Locale.ROOT) + " you specified did not match the calculated checksum.");
        }
    }

    /** Null if the bytes are not known. */
    static Stored.Checksum computed(Crc crc, Content content) {
        OptionalLong value = content.crc(crc);
        return value.isPresent() ? new Stored.Checksum(crc.header, crc.text(value.getAsLong()), "FULL_OBJECT") : null;
    }

    static String quoted(byte[] md5) {
        return "\"" + HexFormat.of().formatHex(md5) + "\"";
    }

    /** An ETag that nobody takes for an MD5. */
    static String opaque() {
        return String.format(Locale.ROOT, "\"%032x-1\"", OPAQUE.incrementAndGet());
    }
}

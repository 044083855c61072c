package io.mediafn.media.video.matroska;

import io.mediafn.media.Build;
import java.nio.charset.StandardCharsets;

/** Builds the elements of Matroska files. */
public final class Mkv {
    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    private Mkv() {}

    /** A file with something of everything, and no stated rate. */
    public static byte[] sample() {
        byte[] blocks = new Build()
                .bytes(block(1, 0, true))
                .bytes(group(1, 40, false, 40))
                .bytes(block(2, 5, true))
                .done();
        byte[] attached = element(
                Ids.ATTACHED_FILE,
                text(Ids.FILE_NAME, "a.png"),
                text(Ids.FILE_MEDIA_TYPE, "image/png"),
                element(Ids.FILE_DATA, Build.png().ihdr(3, 2, 8, 2).idat().done()));
        byte[] stripped = element(
                Ids.CONTENT_ENCODINGS,
                element(
                        Ids.CONTENT_ENCODING,
                        element(
                                Ids.CONTENT_COMPRESSION,
                                number(Ids.CONTENT_COMPRESSION_ALGORITHM, 3),
                                element(Ids.CONTENT_COMPRESSION_SETTINGS, new byte[] {0, 0}))));
        byte[] codecPrivate = element(Ids.CODEC_PRIVATE, new byte[] {1, 1, 2, 2, 1, 41, 3, 1, 10});
        return file(
                element(Ids.SEEK_HEAD, seek(Ids.TRACKS, 300), seek(Ids.ATTACHMENTS, 900)),
                info(2000),
                tracks(video("V_VP9", stripped, codecPrivate), audio("A_OPUS")),
                element(Ids.ATTACHMENTS, attached),
                cluster(0, blocks),
                steady(12, 25));
    }

    static byte[] element(long id, byte[]... parts) {
        Build content = new Build();
        for (byte[] part : parts) {
            content.bytes(part);
        }
        return element(id, content.size(), content.done());
    }

    /** With a length of its own. */
    static byte[] element(long id, long length, byte[] content) {
        return new Build()
                .bytes(id(id))
                .be32(0x0100_0000 | length >>> 32, length)
                .bytes(content)
                .done();
    }

    /** Without a length. */
    static byte[] endless(long id, byte[]... parts) {
        Build all = new Build().bytes(id(id)).u8(0xff);
        for (byte[] part : parts) {
            all.bytes(part);
        }
        return all.done();
    }

    private static byte[] id(long id) {
        Build bytes = new Build();
        for (int shift = 24; shift >= 0; shift -= 8) {
            if (id >>> shift != 0) {
                bytes.u8((int) (id >>> shift));
            }
        }
        return bytes.done();
    }

    static byte[] number(long id, long value) {
        return element(id, new Build().be32(value >>> 32, value).done());
    }

    static byte[] real(long id, double value) {
        return number(id, Double.doubleToLongBits(value));
    }

    static byte[] text(long id, String text) {
        return element(id, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] header(int readVersion) {
        return element(
                Ids.EBML,
                number(Ids.EBML_READ_VERSION, 1),
                text(Ids.DOC_TYPE, "matroska"),
                number(Ids.DOC_TYPE_READ_VERSION, readVersion));
    }

    /** A whole file: a header, and a segment of these parts. */
    static byte[] file(byte[]... parts) {
        return new Build().bytes(header(2)).bytes(element(Ids.SEGMENT, parts)).done();
    }

    static byte[] info(double milliseconds) {
        return element(Ids.INFO, number(Ids.TIMESTAMP_SCALE, 1_000_000), real(Ids.DURATION, milliseconds));
    }

    static byte[] tracks(byte[]... entries) {
        return element(Ids.TRACKS, entries);
    }

    static byte[] video(String codec, byte[]... more) {
        byte[][] parts = new byte[more.length + 4][];
        parts[0] = number(Ids.TRACK_NUMBER, 1);
        parts[1] = number(Ids.TRACK_TYPE, VIDEO);
        parts[2] = text(Ids.CODEC_ID, codec);
        parts[3] = size(640, 360);
        System.arraycopy(more, 0, parts, 4, more.length);
        return element(Ids.TRACK_ENTRY, parts);
    }

    static byte[] size(int width, int height, byte[]... more) {
        Build content = new Build().bytes(number(Ids.PIXEL_WIDTH, width)).bytes(number(Ids.PIXEL_HEIGHT, height));
        for (byte[] part : more) {
            content.bytes(part);
        }
        return element(Ids.VIDEO, content.done());
    }

    static byte[] frameDuration(long nanoseconds) {
        return number(Ids.DEFAULT_DURATION, nanoseconds);
    }

    static byte[] audio(String codec) {
        return element(
                Ids.TRACK_ENTRY,
                number(Ids.TRACK_NUMBER, 2),
                number(Ids.TRACK_TYPE, AUDIO),
                text(Ids.CODEC_ID, codec),
                element(
                        Ids.AUDIO,
                        real(Ids.SAMPLING_FREQUENCY, 44_100),
                        number(Ids.CHANNELS, 2),
                        number(Ids.BIT_DEPTH, 16)));
    }

    static byte[] seek(int id, long position) {
        return element(
                Ids.SEEK, element(Ids.SEEK_ID, new Build().be32(id).done()), number(Ids.SEEK_POSITION, position));
    }

    static byte[] cluster(long time, byte[]... blocks) {
        Build content = new Build().bytes(number(Ids.TIMESTAMP, time));
        for (byte[] block : blocks) {
            content.bytes(block);
        }
        return element(Ids.CLUSTER, content.done());
    }

    static byte[] block(int track, int time, boolean key) {
        return block(track, time, key, new byte[20]);
    }

    static byte[] block(int track, int time, boolean key, byte[] frame) {
        return element(Ids.SIMPLE_BLOCK, blockContent(track, time, key ? 0x80 : 0, frame));
    }

    static byte[] blockContent(int track, int time, int flags, byte[] frame) {
        return new Build().u8(0x80 | track).be16(time).u8(flags).bytes(frame).done();
    }

    /** A block of a group; key frames refer to no other. */
    static byte[] group(int track, int time, boolean key, long duration) {
        return element(
                Ids.BLOCK_GROUP,
                element(Ids.BLOCK, blockContent(track, time, 0, new byte[20])),
                duration > 0 ? number(Ids.BLOCK_DURATION, duration) : new byte[0],
                key ? new byte[0] : number(Ids.REFERENCE_BLOCK, -40));
    }

    /** Frames at these times in milliseconds, each in a cluster of its own. */
    static byte[] frames(long... times) {
        Build blocks = new Build();
        for (int i = 0; i < times.length; i++) {
            blocks.bytes(cluster(times[i], block(1, 0, i == 0)));
        }
        return blocks.done();
    }

    /** As many frames of this rate. */
    static byte[] steady(int count, double rate) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = Math.round(i * 1000 / rate);
        }
        return frames(times);
    }
}

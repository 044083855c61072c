package io.mediafn.media.video.avi;

import io.mediafn.media.Build;

/** Builds AVI files. */
public final class AviFiles {
    private AviFiles() {}

    /** A file with something of everything. */
    public static byte[] sample() {
        byte[] properties = chunk(
                "vprp",
                new Build().zeros(20).le16(9, 16).le32(720, 576).zeros(36).done());
        byte[] entries = new Build()
                .le16(2)
                .u8(0, 1)
                .le32(1)
                .text("00dc")
                .le32(0, 0, 0, 8, 31)
                .done();
        return riff(
                headers(video(1, 25, 4), audio(), properties, chunk("IDIT", new byte[26])),
                list("movi", chunk("00dc", new byte[31]), chunk("01wb", new byte[9]), chunk("ix00", entries)),
                chunk("idx1", Build.of("00dc").le32(0x10, 4, 31).done()));
    }

    static byte[] chunk(String type, byte[] content) {
        return new Build().riff(type, content).done();
    }

    static byte[] list(String type, byte[]... chunks) {
        Build content = Build.of(type);
        for (byte[] chunk : chunks) {
            content.bytes(chunk);
        }
        return chunk("LIST", content.done());
    }

    static byte[] riff(byte[]... chunks) {
        Build content = Build.of("AVI ");
        for (byte[] chunk : chunks) {
            content.bytes(chunk);
        }
        return chunk("RIFF", content.done());
    }

    static byte[] mainHeader(long microseconds) {
        return chunk("avih", new Build().le32(microseconds).zeros(52).done());
    }

    static byte[] streamHeader(String type, long scale, long rate, long start, long length) {
        return chunk(
                "strh",
                Build.of(type)
                        .text("xxxx")
                        .zeros(12)
                        .le32(scale, rate, start, length)
                        .zeros(20)
                        .done());
    }

    static byte[] bitmap(String codec, int width, int height) {
        return chunk(
                "strf",
                new Build()
                        .le32(40, width, height)
                        .le16(1, 24)
                        .text(codec)
                        .zeros(20)
                        .done());
    }

    static byte[] video(long scale, long rate, long length) {
        return list("strl", streamHeader("vids", scale, rate, 0, length), bitmap("H264", 640, 360));
    }

    static byte[] audio() {
        byte[] format =
                new Build().le16(0x55, 2).le32(44_100, 16_000).le16(1, 0).done();
        return list("strl", streamHeader("auds", 1, 44_100, 0, 100), chunk("strf", format));
    }

    static byte[] headers(byte[]... streams) {
        Build content = new Build().bytes(mainHeader(40_000));
        for (byte[] stream : streams) {
            content.bytes(stream);
        }
        return list("hdrl", content.done());
    }
}

package io.mediafn.media.video.mp4;

import io.mediafn.media.Build;
import io.mediafn.media.read.Box;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds small MP4 files, box by box. */
final class Mp4 {
    private static final long[] IDENTITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000};

    private Mp4() {}

    static byte[] box(String type, byte[]... contents) {
        Build content = new Build();
        for (byte[] part : contents) {
            content.bytes(part);
        }
        return new Build()
                .be32(8 + content.size())
                .text(type)
                .bytes(content.done())
                .done();
    }

    static byte[] full(String type, int version, int flags, byte[]... contents) {
        Build content = new Build().be32((long) version << 24 | flags);
        for (byte[] part : contents) {
            content.bytes(part);
        }
        return box(type, content.done());
    }

    static byte[] ints(long... values) {
        return new Build().be32(values).done();
    }

    static byte[] join(byte[]... parts) {
        Build all = new Build();
        for (byte[] part : parts) {
            all.bytes(part);
        }
        return all.done();
    }

    static byte[] ftyp(String... brands) {
        Build content = Build.of(brands[0]).be32(512);
        for (String brand : brands) {
            content.text(brand);
        }
        return box("ftyp", content.done());
    }

    static byte[] ftyp() {
        return ftyp("isom", "mp41");
    }

    static byte[] mdat(int length) {
        return box("mdat", new byte[length]);
    }

    static byte[] mvhd(long timescale) {
        return mvhd(timescale, 0, IDENTITY);
    }

    static byte[] mvhd(long timescale, long created, long[] matrix) {
        return full(
                "mvhd",
                0,
                0,
                ints(created, created, timescale, 0, 0x10000, 0x0100_0000, 0, 0),
                ints(matrix),
                new byte[28]);
    }

    static byte[] moov(byte[]... children) {
        return box("moov", join(mvhd(1000), join(children)));
    }

    /** {@code ftyp}, {@code moov}, {@code mdat}. */
    static byte[] file(byte[]... children) {
        return join(ftyp(), moov(children), mdat(100));
    }

    static byte[] mvex(long... tracks) {
        Build all = new Build();
        for (long track : tracks) {
            all.bytes(full("trex", 0, 0, ints(track, 1, 512, 100, 0x0101_0000)));
        }
        return box("mvex", all.done());
    }

    static byte[] avcC(byte[] sps) {
        return box(
                "avcC",
                new Build()
                        .u8(1, sps[1], sps[2], sps[3], 0xff, 0xe1)
                        .be16(sps.length)
                        .bytes(sps)
                        .u8(1)
                        .be16(1)
                        .u8(0x68)
                        .done());
    }

    /** A run that states durations and sizes. */
    static byte[] trun(long... durations) {
        Build samples = new Build().be32(durations.length, 0);
        for (long duration : durations) {
            samples.be32(duration, 100);
        }
        return full("trun", 0, 0x301, samples.done());
    }

    static byte[] moof(long track, long decodeTime, byte[]... runs) {
        return box(
                "moof",
                full("mfhd", 0, 0, ints(1)),
                box("traf", full("tfhd", 0, 0x20000, ints(track)), full("tfdt", 0, 0, ints(decodeTime)), join(runs)));
    }

    static byte[] sidx(long track, long timescale, long... sizesAndDurations) {
        Build references = new Build().be32(track, timescale, 0, 0).be16(0, sizesAndDurations.length / 2);
        for (int i = 0; i < sizesAndDurations.length; i += 2) {
            references.be32(sizesAndDurations[i], sizesAndDurations[i + 1], 0x9000_0000L);
        }
        return full("sidx", 0, 0, references.done());
    }

    /** One box that is here. */
    static KeptBytes kept(byte[] box) {
        KeptBytes bytes = new KeptBytes(0);
        bytes.add(box, 0, box.length);
        return bytes;
    }

    /** The box itself. */
    static Box whole(byte[] box) {
        return new Box(new String(box, 4, 4, StandardCharsets.ISO_8859_1), 0, 8, box.length, false);
    }

    /** A track of video of 50 samples of 1/25 s, which every method changes in one way. */
    static final class TrackBuilder {
        private long id = 1;
        private String handler = "vide";
        private long timescale = 12_800;
        private long duration = 25_600;
        private long[] times = {50, 512};
        private long[] edits = {};
        private long[] matrix = IDENTITY;
        private long samples = 50;
        private byte[] descriptions = {};
        private final List<byte[]> entries = new ArrayList<>(List.of(entry("avc1", 320, 180)));
        private final List<byte[]> tables = new ArrayList<>();
        private boolean editsLast;

        TrackBuilder id(long number) {
            id = number;
            return this;
        }

        TrackBuilder handler(String type) {
            handler = type;
            return this;
        }

        TrackBuilder timescale(long ticks) {
            timescale = ticks;
            return this;
        }

        TrackBuilder duration(long ticks) {
            duration = ticks;
            return this;
        }

        /** Pairs of number and delta; the number of samples goes with them. */
        TrackBuilder times(long... pairs) {
            times = pairs;
            samples = 0;
            for (int i = 0; i < pairs.length; i += 2) {
                samples += pairs[i];
            }
            return this;
        }

        /** Pairs of duration and start. */
        TrackBuilder edits(long... pairs) {
            edits = pairs;
            return this;
        }

        TrackBuilder editsLast() {
            editsLast = true;
            return this;
        }

        TrackBuilder matrix(long... nine) {
            matrix = nine;
            return this;
        }

        TrackBuilder entries(byte[]... all) {
            entries.clear();
            entries.addAll(List.of(all));
            return this;
        }

        TrackBuilder descriptions(byte[] stsd) {
            descriptions = stsd;
            return this;
        }

        TrackBuilder table(byte[] box) {
            tables.add(box);
            return this;
        }

        byte[] done() {
            byte[] tkhd =
                    full("tkhd", 0, 3, ints(0, 0, id, 0, 0, 0, 0, 0, 0), ints(matrix), ints(320 << 16, 180 << 16));
            byte[] elst = {};
            if (edits.length > 0) {
                Build list = new Build().be32(edits.length / 2);
                for (int i = 0; i < edits.length; i += 2) {
                    list.be32(edits[i], edits[i + 1], 0x10000);
                }
                elst = box("edts", full("elst", 0, 0, list.done()));
            }
            byte[] stsd = descriptions.length > 0
                    ? descriptions
                    : full("stsd", 0, 0, ints(entries.size()), join(entries.toArray(byte[][]::new)));
            byte[] stbl = box(
                    "stbl",
                    stsd,
                    full("stts", 0, 0, ints(times.length / 2), ints(times)),
                    join(tables.toArray(byte[][]::new)),
                    full("stsc", 0, 0, samples > 0 ? ints(1, 1, samples, 1) : ints(0)),
                    full("stsz", 0, 0, ints(samples > 0 ? 10 : 0, samples)),
                    full("stco", 0, 0, samples > 0 ? ints(1, 1000) : ints(0)));
            byte[] mdia = box(
                    "mdia",
                    full("mdhd", 0, 0, ints(0, 0, timescale, duration, 0)),
                    full("hdlr", 0, 0, ints(0), handler.getBytes(StandardCharsets.ISO_8859_1), new byte[13]),
                    box("minf", stbl));
            return editsLast ? box("trak", tkhd, mdia, elst) : box("trak", tkhd, elst, mdia);
        }
    }

    static TrackBuilder video() {
        return new TrackBuilder();
    }

    static TrackBuilder sound() {
        return new TrackBuilder()
                .handler("soun")
                .id(2)
                .timescale(48_000)
                .duration(96_000)
                .times(94, 1024)
                .entries(soundEntry("mp4a"));
    }

    /** Without samples: they are in fragments. */
    static TrackBuilder fragmented() {
        return video().duration(0).times();
    }

    static byte[] entry(String tag, int width, int height, byte[]... boxes) {
        return box(
                tag,
                new byte[6],
                new Build()
                        .be16(1)
                        .zeros(16)
                        .be16(width, height)
                        .be32(0x480000, 0x480000, 0)
                        .be16(1)
                        .done(),
                new byte[32],
                new Build().be16(24, 0xffff).done(),
                join(boxes));
    }

    static byte[] soundEntry(String tag, byte[]... boxes) {
        return box(
                tag,
                new byte[6],
                new Build()
                        .be16(1)
                        .zeros(8)
                        .be16(2, 16, 0, 0)
                        .be32(48_000L << 16)
                        .done(),
                join(boxes));
    }
}

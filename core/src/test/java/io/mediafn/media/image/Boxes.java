package io.mediafn.media.image;

import io.mediafn.media.Build;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the boxes of ISO base media files, and from them small HEIF files with any flaw that a test wants. */
final class Boxes {
    private Boxes() {}

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

    static byte[] fullBox(String type, int version, int flags, byte[]... contents) {
        Build content = new Build().be32((long) version << 24 | flags);
        for (byte[] part : contents) {
            content.bytes(part);
        }
        return box(type, content.done());
    }

    static byte[] text(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] fileType(String major, String... compatible) {
        return box("ftyp", text(major), new byte[4], text(String.join("", compatible)));
    }

    static byte[] handler(String kind) {
        return fullBox("hdlr", 0, 0, new byte[4], text(kind), new byte[13]);
    }

    static byte[] size(long width, long height) {
        return fullBox("ispe", 0, 0, new Build().be32(width, height).done());
    }

    /** @param bits of the third byte: 0x40 ten bits, 0x10 grey, 0x0c chroma subsampled in both directions */
    static byte[] av1(int bits) {
        return box("av1C", new Build().u8(0x81, 0, bits, 0).done());
    }

    static byte[] depths(int... bits) {
        return fullBox("pixi", 0, 0, new Build().u8(bits.length).u8(bits).done());
    }

    static byte[] auxiliary(String kind) {
        return fullBox("auxC", 0, 0, text(kind + "\0"));
    }

    static byte[] nclx() {
        return box("colr", text("nclx"), new Build().be16(1, 13, 6).u8(0x80).done());
    }

    /** A file of items, each with its own properties. */
    static final class Heif {
        private final List<byte[]> infos = new ArrayList<>();
        private final List<byte[]> properties = new ArrayList<>();
        private Build associations = new Build();
        private final Build locations = new Build();
        private final Build references = new Build();
        private final List<byte[]> more = new ArrayList<>();
        private final List<byte[]> moreProperties = new ArrayList<>();
        private byte[] fileType = Boxes.fileType("avif", "avif", "mif1", "miaf");
        private byte[] data = new byte[100];
        private int primary = 1;
        private int items;
        private int associated;

        Heif fileType(String major, String... compatible) {
            fileType = Boxes.fileType(major, compatible);
            return this;
        }

        Heif primary(int id) {
            primary = id;
            return this;
        }

        Heif data(byte[] content) {
            data = content;
            return this;
        }

        /** Another box in the {@code meta}. */
        Heif with(byte[] box) {
            more.add(box);
            return this;
        }

        /** Another box of associations. */
        Heif withAssociations(byte[] box) {
            moreProperties.add(box);
            return this;
        }

        /** The next item, whose data are the first {@code length} bytes of the file's data; its properties are essential. */
        Heif item(String type, int length, byte[]... own) {
            items++;
            infos.add(fullBox(
                    "infe", 2, 0, new Build().be16(items, 0).text(type + "\0").done()));
            locate(items, 0, length);
            associate(items, own);
            return this;
        }

        /** The next item, with properties that another one brought. */
        Heif again(String type, int length, int... numbers) {
            item(type, length);
            byte[] without = associations.done();
            associations = new Build()
                    .bytes(Arrays.copyOf(without, without.length - 1))
                    .u8(numbers.length);
            for (int number : numbers) {
                associations.u8(0x80 | number);
            }
            return this;
        }

        Heif mime(String contentType, int length) {
            items++;
            infos.add(fullBox(
                    "infe",
                    2,
                    0,
                    new Build()
                            .be16(items, 0)
                            .text("mime\0" + contentType + "\0")
                            .done()));
            locate(items, 0, length);
            return this;
        }

        Heif info(byte[] box) {
            infos.add(box);
            return this;
        }

        /** Data in the file ({@code method} 0) or in the box {@code idat} (1). */
        private void locate(int id, int method, long length) {
            locations.be16(id, method, 0, 1).be32(0, length);
        }

        private void associate(int id, byte[]... own) {
            associations.be16(id).u8(own.length);
            associated++;
            for (byte[] property : own) {
                properties.add(property);
                boolean layers = new String(property, 4, 4, StandardCharsets.ISO_8859_1).equals("a1lx");
                associations.u8((layers ? 0 : 0x80) | properties.size());
            }
        }

        Heif refer(String kind, int from, int... to) {
            references.bytes(
                    box(kind, new Build().be16(from, to.length).be16(to).done()));
            return this;
        }

        /** All boxes but {@code ftyp} and {@code mdat}, with the data at {@code start}. */
        private byte[] meta(long start) {
            Build located = new Build();
            byte[] raw = locations.done();
            for (int i = 0; i < raw.length; i += 16) {
                byte[] one = Arrays.copyOfRange(raw, i, i + 16);
                boolean inFile = one[3] == 0;
                located.bytes(Arrays.copyOf(one, 8)).be32(inFile ? start : 0).bytes(Arrays.copyOfRange(one, 12, 16));
            }
            Build content = new Build()
                    .bytes(handler("pict"))
                    .bytes(fullBox("pitm", 0, 0, new Build().be16(primary).done()))
                    .bytes(fullBox(
                            "iloc",
                            1,
                            0,
                            new Build()
                                    .u8(0x44, 0)
                                    .be16(raw.length / 16)
                                    .bytes(located.done())
                                    .done()))
                    .bytes(fullBox("iinf", 0, 0, new Build().be16(infos.size()).done(), join(infos)))
                    .bytes(box(
                            "iprp",
                            box("ipco", join(properties)),
                            fullBox("ipma", 0, 0, new Build().be32(associated).done(), associations.done()),
                            join(moreProperties)));
            if (references.size() > 0) {
                content.bytes(fullBox("iref", 0, 0, references.done()));
            }
            return fullBox("meta", 0, 0, content.bytes(join(more)).done());
        }

        private static byte[] join(List<byte[]> parts) {
            Build all = new Build();
            parts.forEach(all::bytes);
            return all.done();
        }

        byte[] done() {
            long start = fileType.length + meta(0).length + 8L;
            return new Build()
                    .bytes(fileType)
                    .bytes(meta(start))
                    .bytes(box("mdat", data))
                    .done();
        }
    }
}

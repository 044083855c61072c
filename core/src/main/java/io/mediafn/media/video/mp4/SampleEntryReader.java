package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.Rational;
import java.util.Optional;
import java.util.Set;

/** Reads the descriptions of a video track's samples. Belongs to one track. */
final class SampleEntryReader {
    private static final int HEADER = 8;
    private static final int MOST_ENTRIES = 1_024;
    private static final int MOST_BOXES = 512;

    /** What stands before the boxes of a description. */
    private static final int VISUAL = 86;

    /** A description whose tag differs from that of the first one is passed over, but for these first ones. */
    private static final Set<String> MIXED = Set.of("apcn", "apch", "dvpp", "dvcp", "jpeg");

    /** What ffmpeg takes for planar YUV by the name of the compressor alone. */
    private static final String PLANAR = "Planar Y'CbCr 8-bit 4:2:0";

    private final Bytes bytes;
    private String tag = "";
    private String codec = "";
    private int width;
    private int height;
    private boolean encrypted;
    private Rational pixelRatio = Rational.UNKNOWN;
    private Details color = new Details();
    private Optional<CodecHeader> header = Optional.empty();

    private SampleEntryReader(Bytes bytes) {
        this.bytes = bytes;
    }

    /** @throws MediaException where ffprobe gives the file up for them */
    static SampleEntry read(Bytes bytes, Box stsd) {
        return new SampleEntryReader(bytes).entries(stsd);
    }

    /** The tag of the first description, empty if there is none. */
    static String firstTag(Bytes bytes, Box stsd) {
        return stsd.length() < HEADER + 8 ? "" : bytes.text(stsd.content() + HEADER + 4, 4);
    }

    private SampleEntry entries(Box stsd) {
        long count = stsd.length() < HEADER ? 0 : bytes.u32be(stsd.content() + 4);
        if (count == 0 || count > stsd.length() / 8 || count > MOST_ENTRIES) {
            throw new MediaException(Reason.CORRUPT, "a track with " + count + " sample descriptions");
        }
        BoxWalk walk = BoxWalk.tolerant(bytes, stsd.content() + HEADER, stsd.end(), MOST_ENTRIES);
        int read = 0;
        for (long i = 0; i < count; i++) {
            Optional<Box> entry = walk.next();
            if (entry.isEmpty()) {
                break;
            }
            String format = entry.get().type();
            boolean foreign = !tag.isEmpty() && !tag.equals(format) && !MIXED.contains(tag);
            if (!foreign) {
                visual(entry.get(), read == 0);
                read++;
            }
        }
        return new SampleEntry(
                tag,
                width,
                height,
                codec,
                header.orElse(CodecHeader.of(new Details())),
                read <= 1,
                encrypted,
                pixelRatio,
                color);
    }

    /** The sizes of the last description stand, but the codec's header of the first. */
    private void visual(Box entry, boolean first) {
        tag = entry.type();
        codec = Codecs.video(tag);
        long start = entry.start();
        if (entry.end() - start < VISUAL) {
            return;
        }
        width = bytes.u16be(start + 32);
        height = bytes.u16be(start + 34);
        if (bytes.startsWith(start + 51, PLANAR)) {
            tag = "I420";
            width &= ~1;
            height &= ~1;
        }
        BoxWalk walk = BoxWalk.tolerant(bytes, start + VISUAL, entry.end(), MOST_BOXES);
        if (tag.equals("encv")) {
            encrypted = true;
            decrypt(start + VISUAL, entry.end());
        }
        for (Optional<Box> box = walk.next(); box.isPresent(); box = walk.next()) {
            child(box.get(), first);
        }
    }

    /** The tag of what an encrypted description stands for, which decides how its boxes are read. */
    private void decrypt(long start, long end) {
        Optional<Box> sinf = BoxWalk.tolerant(bytes, start, end, MOST_BOXES).next("sinf");
        Optional<Box> frma = sinf.flatMap(box ->
                BoxWalk.tolerant(bytes, box.content(), box.end(), MOST_BOXES).next("frma"));
        if (frma.isPresent() && frma.get().length() >= 4) {
            tag = bytes.text(frma.get().content(), 4);
            codec = Codecs.video(tag);
        }
    }

    private void child(Box box, boolean first) {
        switch (box.type()) {
            case "pasp" -> {
                if (box.length() >= 8) {
                    pixelRatio = new Rational(bytes.s32be(box.content()), bytes.s32be(box.content() + 4));
                }
            }
            case "colr" -> color(box);
            case "avcC", "hvcC", "av1C", "vpcC", "esds" -> {
                if (first && header.isEmpty()) {
                    header = Optional.of(header(box));
                }
            }
            default -> {}
        }
    }

    private CodecHeader header(Box box) {
        bytes.prefetch(box.content(), box.length());
        return switch (box.type()) {
            case "avcC" -> AvcHeader.read(bytes, box, tag);
            case "hvcC" -> {
                codec = "hevc";
                yield HevcHeader.read(bytes, box, tag);
            }
            case "av1C" -> Av1Header.read(bytes, box, tag);
            case "vpcC" -> Vp9Header.read(bytes, box, tag);
            default -> {
                Mpeg4Header.Described described = Mpeg4Header.read(bytes, box, tag);
                codec = described.codec().isEmpty() ? codec : described.codec();
                yield described.header();
            }
        };
    }

    private void color(Box box) {
        String type = box.length() < 10 ? "" : bytes.text(box.content(), 4);
        long at = box.content() + 4;
        if (type.equals("nclx") && box.length() >= 11) {
            boolean full = bytes.u8(at + 6) >> 7 == 1;
            color = Colors.of(bytes.u16be(at), bytes.u16be(at + 2), bytes.u16be(at + 4), full);
        } else if (type.equals("nclc")) {
            color = Colors.of(bytes.u16be(at), bytes.u16be(at + 2), bytes.u16be(at + 4));
        }
    }
}

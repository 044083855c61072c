package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The boxes of a HEIF file on its highest level, walked as libavif does: no further than it needs. */
final class HeifFile {
    private static final int MAX_BOXES = 512;
    private static final int MAX_BRANDS = 64;

    private final Window window;
    private final List<String> brands = new ArrayList<>();
    private @Nullable HeifMeta meta;
    private @Nullable HeifTracks tracks;
    private boolean stopAtFirst;

    private HeifFile(Window window) {
        this.window = window;
    }

    /**
     * Reads the boxes {@code meta} and {@code moov}, each only if a brand calls for it.
     *
     * @param still the brands of files that have a {@code meta}
     * @param moving the brands of files that have a {@code moov}
     */
    static HeifFile read(Window window, List<String> still, List<String> moving) {
        HeifFile file = new HeifFile(window);
        file.walk(still, moving);
        return file;
    }

    /** Reads up to the first of the boxes {@code meta} and {@code moov}, whatever the brands call for. */
    static HeifFile readAny(Window window) {
        HeifFile file = new HeifFile(window);
        file.stopAtFirst = true;
        file.walk(List.of(), List.of());
        return file;
    }

    private void walk(List<String> still, List<String> moving) {
        window.lookFor("the box meta");
        boolean needsMeta = false;
        boolean needsMoov = false;
        long position = 0;
        for (int i = 0; i < MAX_BOXES && window.contains(position, 1); i++) {
            Top box = header(position);
            if (i == 0 && !box.type.equals("ftyp")) {
                throw corrupt("no file type at its start");
            }
            switch (box.type) {
                case "ftyp" -> {
                    once(brands.isEmpty(), box);
                    readBrands(box);
                    needsMeta = brands.stream().anyMatch(still::contains);
                    needsMoov = brands.stream().anyMatch(moving::contains);
                }
                case "meta" -> {
                    once(meta == null, box);
                    meta = HeifMetaReader.read(box.content(window));
                }
                case "moov" -> {
                    once(tracks == null, box);
                    tracks = HeifTracks.read(box.content(window));
                }
                default -> {}
            }
            boolean found = meta != null || tracks != null;
            if (stopAtFirst ? found : (!needsMeta || meta != null) && (!needsMoov || tracks != null)) {
                return;
            }
            position = box.end;
        }
        throw new MediaException(
                Reason.CORRUPT, "truncated: it has no box " + (needsMeta && meta == null ? "meta" : "moov"));
    }

    private record Top(String type, long start, long end) {
        BoxReader content(Window window) {
            if (!window.contains(start, end - start)) {
                throw new MediaException(Reason.CORRUPT, "truncated: it ends in its box " + type);
            }
            window.prefetch(start, end - start);
            return new BoxReader(window, type, start, end);
        }
    }

    private Top header(long start) {
        String type = window.text(start + 4, 4);
        long length = window.u32be(start);
        long content = start + BoxReader.headerSize();
        if (length == 1) {
            length = window.s64be(content);
            content += 8;
        } else if (length == 0) {
            length = window.size() - start;
        }
        if (length < content - start || start + length < 0) {
            throw corrupt("a box " + BoxReader.printable(type) + " of " + Long.toUnsignedString(length) + " bytes");
        }
        return new Top(type, content, start + length);
    }

    private void readBrands(Top box) {
        BoxReader content = box.content(window);
        if (content.remaining() < 8 || content.remaining() % 4 != 0) {
            throw content.corrupt("of " + content.remaining() + " bytes");
        }
        brands.add(content.fourCharacters());
        content.skip(4);
        while (content.hasMore() && brands.size() < MAX_BRANDS) {
            brands.add(content.fourCharacters());
        }
    }

    private static void once(boolean first, Top box) {
        if (!first) {
            throw corrupt("two boxes " + box.type);
        }
    }

    String majorBrand() {
        return brands.get(0);
    }

    boolean hasBrand(String brand) {
        return brands.contains(brand);
    }

    @Nullable
    HeifMeta meta() {
        return meta;
    }

    @Nullable
    HeifTracks tracks() {
        return tracks;
    }

    private static MediaException corrupt(String what) {
        return new MediaException(Reason.CORRUPT, "broken HEIF: " + what);
    }
}

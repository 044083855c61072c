package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes over the outermost boxes of a file to its movie header, and remembers what it passed. Belongs to one file. */
final class TopLevel {
    private static final int MOST = 4_096;
    private static final int MOST_BRANDS = 256;

    /** Brands of files that come in fragments. */
    private static final List<String> FRAGMENTED =
            List.of("iso5", "iso6", "iso8", "iso9", "dash", "msdh", "msix", "cmf", "piff", "isml", "hlsf", "ccff");

    private final Window window;
    private final List<Box> hidden = new ArrayList<>();
    private boolean fragmentBrand;
    private boolean fragmentBefore;
    private boolean mediaData;
    private boolean cut;
    private boolean walkedToEnd;

    TopLevel(Window window) {
        this.window = window;
    }

    /** The box {@code moov}. */
    Box movie() {
        long size = sizeOf(window);
        window.lookFor("the moov box");
        BoxWalk walk = BoxWalk.tolerant(window, 0, size, MOST);
        for (Optional<Box> box = walk.next(); box.isPresent(); box = walk.next()) {
            if (box.get().is("moov")) {
                return box.get();
            }
            pass(box.get());
        }
        for (Box box : hidden) {
            if (isMovie(window, box)) {
                return new Box("moov", box.start(), box.content(), box.end(), box.cut());
            }
        }
        throw absent();
    }

    /** Without a size the walk goes on until it finds the movie header, or nothing. */
    private static long sizeOf(Window window) {
        return window.knownSize().orElse(Long.MAX_VALUE);
    }

    /** Takes note of a box of this level. */
    void pass(Box box) {
        cut |= box.cut();
        switch (box.type()) {
            case "ftyp" -> brands(box);
            case "mdat" -> mediaData |= box.length() > 0;
            case "moof" -> fragmentBefore = true;
            case "free", "hoov" -> {
                if (hidden.size() < MOST_BRANDS) {
                    hidden.add(box);
                }
            }
            default -> {}
        }
    }

    private void brands(Box box) {
        String brands = window.text(box.content(), (int) Math.min(box.length(), MOST_BRANDS));
        fragmentBrand |= FRAGMENTED.stream().anyMatch(brands::contains);
    }

    /** Some recorders declare the movie header free space until it is whole, and then die. */
    private static boolean isMovie(Bytes bytes, Box box) {
        return box.length() >= 8
                && (bytes.startsWith(box.content() + 4, "mvhd") || bytes.startsWith(box.content() + 4, "cmov"));
    }

    private MediaException absent() {
        if (fragmentBefore) {
            return new MediaException(
                    Reason.CORRUPT, "a fragment without its header: there is no moov box in this file");
        }
        return new MediaException(
                Reason.CORRUPT,
                cut ? "truncated: the file ends before its moov box" : "broken MP4: there is no moov box in it");
    }

    /** What follows the movie header, as far as it is here already. */
    void passFetched(long from) {
        long size = sizeOf(window);
        BoxWalk walk = BoxWalk.tolerant(window, from, size, MOST);
        while (walk.position() < size && walk.nextIsFetched()) {
            Optional<Box> box = walk.next();
            if (box.isEmpty()) {
                break;
            }
            pass(box.get());
        }
        walkedToEnd = size - walk.position() < 8;
    }

    boolean isFragmentBrand() {
        return fragmentBrand;
    }

    /** Whether fragments stand before the movie header; ffprobe gives such a file up. */
    boolean hasFragmentBefore() {
        return fragmentBefore;
    }

    boolean hasMediaData() {
        return mediaData;
    }

    /** Whether all boxes were passed, and none holds media data. */
    boolean lacksMediaData() {
        return walkedToEnd && !mediaData;
    }

    boolean isCut() {
        return cut;
    }
}

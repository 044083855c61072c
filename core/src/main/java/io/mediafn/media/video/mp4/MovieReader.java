package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads the box {@code moov} up to the first track of video, and what else is in bytes that are here already. */
final class MovieReader {
    private static final int MOST = 1_024;

    /** Each is remembered. */
    private static final int MOST_TRACKS = 256;

    private final Bytes bytes;
    private final LongSupplier affordable;
    private final boolean all;
    private Movie.Header header = Movie.Header.NONE;
    private final List<Track> tracks = new ArrayList<>();
    private Optional<Track> video = Optional.empty();
    private Optional<CoverPicture> cover = Optional.empty();
    private final Map<Long, Movie.Defaults> defaults = new HashMap<>();
    private final Details details = new Details();
    private boolean cut;

    private MovieReader(Bytes bytes, LongSupplier affordable, boolean all) {
        this.bytes = bytes;
        this.affordable = affordable;
        this.all = all;
    }

    /**
     * Reads it.
     *
     * @param affordable how many bytes may still be fetched
     * @param fragmented whether the file is known to consist of fragments, whose defaults stand behind the tracks
     */
    static Movie read(Bytes bytes, Box moov, LongSupplier affordable, boolean fragmented) {
        Optional<Box> compressed = CompressedMovie.find(bytes, moov);
        if (compressed.isEmpty()) {
            return new MovieReader(bytes, affordable, fragmented).movie(moov);
        }
        KeptBytes expanded = CompressedMovie.expand(bytes, compressed.get());
        Box inner = BoxWalk.tolerant(expanded, 0, expanded.length(), 1)
                .next()
                .filter(box -> box.is("moov"))
                .orElseThrow(() -> new MediaException(Reason.CORRUPT, "broken MP4: no movie header was compressed"));
        return new MovieReader(expanded, () -> Long.MAX_VALUE, fragmented).movie(inner);
    }

    private Movie movie(Box moov) {
        BoxWalk walk = BoxWalk.tolerant(bytes, moov.content(), moov.end(), MOST);
        boolean whole = false;
        while (!whole && (needed() || walk.nextIsFetched())) {
            Optional<Box> box = walk.next();
            whole = box.isEmpty();
            box.ifPresent(this::child);
        }
        return new Movie(bytes, header, tracks, video, cover, defaults, whole, cut || (moov.cut() && !whole), details);
    }

    /** Without samples in it, the video is in fragments. */
    private boolean needed() {
        return all || video.isEmpty() || video.get().times().samples() == 0;
    }

    private void child(Box box) {
        switch (box.type()) {
            case "mvhd" -> header(box);
            case "trak" -> track(box);
            case "mvex" -> defaults(box);
            case "udta", "meta" -> userData(box);
            default -> {}
        }
    }

    private void header(Box box) {
        boolean wide = box.length() > 0 && bytes.u8(box.content()) == 1;
        if (box.length() < (wide ? 84 : 72)) {
            return;
        }
        long at = box.content();
        int timescale = bytes.s32be(at + (wide ? 20 : 12));
        header = new Movie.Header(
                timescale > 0 ? timescale : 1,
                wide ? bytes.s64be(at + 4) : bytes.u32be(at + 4),
                Matrix.read(bytes, at + (wide ? 48 : 36)));
    }

    private void track(Box box) {
        cut |= box.cut();
        if (video.isPresent() && (!bytes.fetched(box.content(), Math.min(box.length(), 512)) && !all)) {
            return; // only for details
        }
        if (tracks.size() == MOST_TRACKS) {
            throw new MediaException(Reason.CORRUPT, "more than " + MOST_TRACKS + " tracks");
        }
        Track track = TrackReader.read(bytes, box, affordable, header);
        tracks.add(track);
        if (video.isEmpty() && track.isVideo() && cover.isEmpty()) {
            video = Optional.of(track);
        }
    }

    private void defaults(Box mvex) {
        BoxWalk walk = BoxWalk.tolerant(bytes, mvex.content(), mvex.end(), MOST);
        for (Optional<Box> box = walk.next("trex"); box.isPresent(); box = walk.next("trex")) {
            if (box.get().length() >= 24) {
                long at = box.get().content() + 4;
                // As in ffprobe, the first one of a track counts.
                defaults.putIfAbsent(
                        bytes.u32be(at),
                        new Movie.Defaults(
                                bytes.u32be(at + 4), bytes.u32be(at + 8), bytes.u32be(at + 12), bytes.u32be(at + 16)));
            }
        }
    }

    private void userData(Box box) {
        if (video.isEmpty() && cover.isEmpty()) {
            cover = CoverPicture.find(bytes, box);
        }
        if (bytes.fetched(box.content(), box.length())) {
            details.putAll(UserData.read(bytes, box));
        }
    }
}

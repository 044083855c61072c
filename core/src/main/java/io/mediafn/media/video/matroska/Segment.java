package io.mediafn.media.video.matroska;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parts of a segment that describe it, in whatever order they come: before the clusters, or behind them, where the
 * SeekHead leads to.
 */
final class Segment {
    private static final int EBML_VERSION = 1;
    private static final int NEWEST_DOC_TYPE = 3;
    private static final long DEFAULT_TIMESTAMP_SCALE = 1_000_000;

    /** A SeekHead may list every cluster of a long film; what matters comes first. */
    private static final int MOST_SEEKS = 64;

    private static final int MOST_TRACKS = 512;

    /** Of an element. */
    private static final int LONGEST_HEADER = 12;

    private final Window window;
    private final EbmlReader reader;

    /** Nanoseconds of a tick. */
    long timestampScale = DEFAULT_TIMESTAMP_SCALE;
    /** In ticks; 0 if it is not told. */
    double duration;
    /** Nanoseconds since the start of 2001. */
    OptionalLong dateUtc = OptionalLong.empty();

    final List<Track> tracks = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    /** Whether the file ends before its segment does. */
    boolean cut;

    private long content;
    private long position;
    private OptionalLong firstCluster = OptionalLong.empty();
    private Optional<EbmlElement> attachments = Optional.empty();
    private boolean sawInfo;
    private boolean sawTracks;
    private final Map<Long, Long> seeks = new LinkedHashMap<>();

    private Segment(Window window, EbmlReader reader) {
        this.window = window;
        this.reader = reader;
    }

    /** @throws MediaException if there is no segment, or none that tells its tracks */
    static Segment read(Window window, EbmlReader reader) {
        Segment segment = new Segment(window, reader);
        segment.readHeader();
        segment.walkTo(segment::isDescribed);
        segment.seek(Ids.INFO, segment.sawInfo);
        segment.seek(Ids.TRACKS, segment.sawTracks);
        if (!segment.sawTracks) {
            throw EbmlReader.corrupt(
                    "no Tracks" + (segment.firstCluster.isPresent() ? " before the first cluster" : ""));
        }
        return segment;
    }

    /** The duration, cut off after the microseconds; empty if it is not told. */
    OptionalLong microseconds() {
        double microseconds = duration * timestampScale * 1000 / 1e6;
        return microseconds == 0 || Math.abs(microseconds) > Long.MAX_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of((long) microseconds);
    }

    /** Where the frames begin, if that is among the bytes that are here already. */
    OptionalLong firstClusterHere() {
        walkTo(() -> !window.fetched(position, Math.min(LONGEST_HEADER, window.size() - position)));
        return firstCluster;
    }

    /** Where the frames begin; empty if there are none. Reads on to there. */
    OptionalLong firstCluster() {
        if (firstCluster.isEmpty()) {
            window.lookFor("the first frames");
            walkTo(() -> false);
        }
        return firstCluster;
    }

    private boolean isDescribed() {
        return sawInfo && sawTracks;
    }

    private void readHeader() {
        EbmlElement header = reader.at(0, window.size());
        if (header.id() != Ids.EBML) {
            throw EbmlReader.corrupt("no EBML header");
        }
        boolean[] named = {false};
        position = reader.children(header, element -> {
            switch ((int) element.id()) {
                case Ids.DOC_TYPE -> named[0] = true;
                case Ids.EBML_READ_VERSION -> limit("EBML version", reader.choice(element), EBML_VERSION);
                case Ids.EBML_MAX_ID_LENGTH -> limit("length of ids", reader.choice(element), Integer.BYTES);
                case Ids.EBML_MAX_SIZE_LENGTH -> limit("length of sizes", reader.choice(element), Long.BYTES);
                case Ids.DOC_TYPE_READ_VERSION -> {
                    int version = reader.choice(element);
                    if (version > NEWEST_DOC_TYPE) {
                        refusal = Optional.of("Matroska of version " + version + ", newer than ffprobe knows");
                    }
                }
                default -> {}
            }
        });
        if (!named[0]) {
            throw EbmlReader.corrupt("its header names no kind of document");
        }
        EbmlElement element = reader.at(position, window.size());
        while (element.id() != Ids.SEGMENT) {
            element = reader.at(element.end(), window.size());
        }
        content = element.content();
        position = content;
        cut = element.cut();
    }

    private static void limit(String what, int value, int most) {
        if (value > most) {
            throw new MediaException(Reason.UNSUPPORTED, "a Matroska file with " + what + " " + value);
        }
    }

    private interface Condition {
        boolean isMet();
    }

    /** Goes on over the parts of the segment, up to the first cluster. What the segment says of its length is not trusted. */
    private void walkTo(Condition enough) {
        long size = window.size();
        while (position < size && firstCluster.isEmpty() && !enough.isMet()) {
            EbmlElement element = reader.at(position, size);
            if (element.id() == Ids.CLUSTER) {
                firstCluster = OptionalLong.of(position);
                return;
            }
            position = take(element);
        }
    }

    /** Reads a part; returns where it ends. */
    private long take(EbmlElement element) {
        return switch ((int) element.id()) {
            case Ids.SEEK_HEAD -> readSeekHead(element);
            case Ids.INFO -> {
                sawInfo = true;
                yield reader.children(element, this::readInfo);
            }
            case Ids.TRACKS -> {
                sawTracks = true;
                yield reader.children(element, this::readTrack);
            }
            default -> passOver(element);
        };
    }

    private long passOver(EbmlElement element) {
        if (element.unknown()) {
            throw EbmlReader.corrupt("an element of unknown length at byte " + element.start());
        }
        if (element.id() == Ids.ATTACHMENTS) {
            attachments = Optional.of(element);
        }
        return element.end();
    }

    private void readInfo(EbmlElement element) {
        switch ((int) element.id()) {
            case Ids.TIMESTAMP_SCALE -> {
                long scale = reader.unsigned(element, DEFAULT_TIMESTAMP_SCALE);
                timestampScale = scale == 0 ? DEFAULT_TIMESTAMP_SCALE : scale;
            }
            case Ids.DURATION -> {
                double ticks = reader.real(element);
                duration = Double.isNaN(ticks) ? 0 : ticks;
            }
            case Ids.DATE_UTC -> dateUtc = OptionalLong.of(reader.signed(element));
            default -> {}
        }
    }

    private void readTrack(EbmlElement element) {
        if (element.id() == Ids.TRACK_ENTRY) {
            if (tracks.size() == MOST_TRACKS) {
                throw EbmlReader.corrupt("more than " + MOST_TRACKS + " tracks");
            }
            tracks.add(Track.read(reader, element));
        }
    }

    private long readSeekHead(EbmlElement head) {
        long at = head.content();
        for (int i = 0; i < MOST_SEEKS && at < head.end(); i++) {
            EbmlElement seek = reader.at(at, head.end());
            if (head.unknown() && Ids.isTopLevel(seek.id())) {
                return at;
            }
            if (seek.id() == Ids.SEEK && !seek.unknown()) {
                long[] entry = {0, -1};
                reader.children(seek, element -> {
                    if (element.id() == Ids.SEEK_ID) {
                        entry[0] = reader.unsigned(element, 0);
                    } else if (element.id() == Ids.SEEK_POSITION) {
                        entry[1] = reader.unsigned(element, 0);
                    }
                });
                if (entry[1] >= 0 && entry[1] < window.size() - content) {
                    seeks.putIfAbsent(entry[0], content + entry[1]);
                }
            }
            at = seek.end();
        }
        return head.end();
    }

    /** The files in it, where they stand before the clusters or the SeekHead leads to them. Reads on for them. */
    Optional<EbmlElement> attachments() {
        window.lookFor("a cover picture");
        walkTo(() -> attachments.isPresent());
        seek(Ids.ATTACHMENTS, attachments.isPresent());
        return attachments;
    }

    private void seek(int id, boolean seen) {
        Long place = seeks.get((long) id);
        if (seen || place == null) {
            return;
        }
        window.lookFor("what the SeekHead leads to");
        EbmlElement element = reader.at(place, window.size());
        if (element.id() == id) {
            take(element);
        }
    }
}

package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Reads a track from its box {@code trak}, and no further than is needed: the tables of an hour of film take megabytes,
 * and what FiftyOne stores stands before them. What lies in bytes that are here already is read nevertheless.
 */
final class TrackReader {
    private static final int MOST = 512;
    private static final int TABLE_HEADER = 8;

    private final Bytes bytes;
    private final LongSupplier affordable;
    private final Map<String, Box> tables = new HashMap<>();
    private long id;
    private String handler = "";
    private String tag = "";
    private OptionalLong timescale = OptionalLong.empty();
    private OptionalLong duration = OptionalLong.empty();
    private Optional<TimeTable> times = Optional.empty();
    private boolean timesSkipped;
    private OptionalLong sized = OptionalLong.empty();
    private Optional<EditList> edits = Optional.empty();
    private Matrix matrix = Matrix.IDENTITY;
    private Optional<SampleEntry> entry = Optional.empty();
    private long created;
    private ChunkTables chunks = ChunkTables.SOUND;
    private OptionalLong keyFrames = OptionalLong.empty();
    private boolean timecoded;
    private boolean unread;
    private final Details details = new Details();

    private TrackReader(Bytes bytes, LongSupplier affordable) {
        this.bytes = bytes;
        this.affordable = affordable;
    }

    /**
     * Reads one.
     *
     * @param affordable how many bytes a table may have to be fetched
     */
    static Track read(Bytes bytes, Box trak, LongSupplier affordable, Movie.Header movie) {
        TrackReader reader = new TrackReader(bytes, affordable);
        reader.track(trak);
        return reader.result(movie);
    }

    private Track result(Movie.Header movie) {
        long ticks = timescale.orElse(movie.timescale());
        return new Track(
                id,
                handler,
                kind(),
                ticks > 0 ? ticks : 1,
                movie.timescale(),
                duration,
                times.orElse(unread ? TimeTable.UNREAD : TimeTable.EMPTY),
                timesSkipped,
                sized,
                edits.orElse(EditList.NONE),
                matrix.then(movie.matrix()),
                entry.orElse(SampleEntry.UNKNOWN),
                tag,
                created,
                chunks,
                keyFrames,
                timecoded,
                details,
                tables);
    }

    /** ffprobe goes by the handler, and where that says neither picture nor sound by the sample description. */
    private Track.Kind kind() {
        return switch (handler) {
            case "vide" -> Track.Kind.VIDEO;
            case "soun" -> Track.Kind.AUDIO;
            default ->
                Codecs.isAudio(tag) ? Track.Kind.AUDIO : Codecs.isVideo(tag) ? Track.Kind.VIDEO : Track.Kind.OTHER;
        };
    }

    /** Whether all is known that FiftyOne's values come from, the edits aside. */
    private boolean settled() {
        return switch (handler) {
            case "soun" -> true;
            case "" -> false;
            default ->
                !tag.isEmpty()
                        && (kind() != Track.Kind.VIDEO
                                || (id != 0 && timescale.isPresent() && (times.isPresent() || timesSkipped)));
        };
    }

    /** Whether the next box of a level is worth reading: it is needed, or costs nothing. */
    private boolean goesOn(BoxWalk walk, boolean needed) {
        boolean on = needed || walk.nextIsFetched();
        unread |= !on;
        return on;
    }

    private void track(Box trak) {
        BoxWalk walk = BoxWalk.tolerant(bytes, trak.content(), trak.end(), MOST);
        while (goesOn(walk, !settled() || (edits.isEmpty() && kind() == Track.Kind.VIDEO))) {
            Optional<Box> box = walk.next();
            if (box.isEmpty()) {
                return;
            }
            switch (box.get().type()) {
                case "tkhd" -> header(box.get());
                case "edts" -> edits(box.get());
                case "tref" -> references(box.get());
                case "mdia" -> media(box.get());
                default -> {}
            }
        }
    }

    private void header(Box box) {
        boolean wide = box.length() > 0 && bytes.u8(box.content()) == 1;
        if (box.length() < (wide ? 88 : 76)) {
            return;
        }
        long at = box.content();
        id = bytes.u32be(at + (wide ? 20 : 12));
        matrix = Matrix.read(bytes, at + (wide ? 52 : 40));
    }

    private void edits(Box edts) {
        Optional<Box> elst =
                BoxWalk.tolerant(bytes, edts.content(), edts.end(), MOST).next("elst");
        elst.ifPresent(box -> edits = Optional.of(EditList.read(bytes, box)));
    }

    private void references(Box tref) {
        if (bytes.fetched(tref.content(), tref.length())) {
            timecoded |= BoxWalk.tolerant(bytes, tref.content(), tref.end(), MOST)
                    .next("tmcd")
                    .isPresent();
        }
    }

    private void media(Box mdia) {
        BoxWalk walk = BoxWalk.tolerant(bytes, mdia.content(), mdia.end(), MOST);
        while (goesOn(walk, !settled())) {
            Optional<Box> box = walk.next();
            if (box.isEmpty()) {
                return;
            }
            switch (box.get().type()) {
                case "mdhd" -> mediaHeader(box.get());
                case "hdlr" -> handler(box.get());
                case "minf" -> information(box.get());
                default -> {}
            }
        }
    }

    private void mediaHeader(Box box) {
        int version = box.length() > 0 ? bytes.u8(box.content()) : 0;
        boolean wide = version == 1;
        if (version > 1 || timescale.isPresent()) {
            throw new MediaException(Reason.CORRUPT, "a track with a media header of version " + version + ", or two");
        }
        if (box.length() < (wide ? 32 : 20)) {
            return;
        }
        long at = box.content();
        created = wide ? bytes.s64be(at + 4) : bytes.u32be(at + 4);
        int stated = bytes.s32be(at + (wide ? 20 : 12));
        timescale = OptionalLong.of(stated > 0 ? stated : 1);
        long ticks = wide ? bytes.s64be(at + 24) : bytes.u32be(at + 16);
        boolean unknown = wide ? ticks == -1 : ticks == 0xffff_ffffL;
        duration = OptionalLong.of(unknown ? 0 : ticks);
    }

    private void handler(Box box) {
        if (box.length() >= 12) {
            handler = bytes.text(box.content() + 8, 4);
        }
    }

    private void information(Box minf) {
        BoxWalk walk = BoxWalk.tolerant(bytes, minf.content(), minf.end(), MOST);
        while (goesOn(walk, !settled())) {
            Optional<Box> box = walk.next();
            if (box.isEmpty()) {
                return;
            }
            if (box.get().is("stbl")) {
                samples(box.get());
            }
        }
    }

    private void samples(Box stbl) {
        BoxWalk walk = BoxWalk.tolerant(bytes, stbl.content(), stbl.end(), MOST);
        while (goesOn(walk, !settled() || (timesSkipped && sized.isEmpty()))) {
            Optional<Box> box = walk.next();
            if (box.isEmpty()) {
                boolean timed = timesSkipped || times.orElse(TimeTable.EMPTY).entries() > 0;
                chunks = ChunkTables.check(bytes, tables, timed, sized);
                if (!tables.containsKey("stss")) {
                    keyFrames = OptionalLong.of(times.orElse(TimeTable.EMPTY).samples());
                }
                return;
            }
            tables.putIfAbsent(box.get().type(), box.get());
            table(box.get());
        }
    }

    private void table(Box box) {
        switch (box.type()) {
            case "stsd" -> descriptions(box);
            case "stts" -> times(box);
            case "stss" -> keyFrames = count(box, 4);
            case "stsz", "stz2" -> sized = count(box, TABLE_HEADER);
            default -> {}
        }
    }

    private OptionalLong count(Box box, int offset) {
        return box.length() >= offset + 4 && (timesSkipped || bytes.fetched(box.content(), offset + 4))
                ? OptionalLong.of(bytes.u32be(box.content() + offset))
                : OptionalLong.empty();
    }

    private void descriptions(Box stsd) {
        tag = SampleEntryReader.firstTag(bytes, stsd);
        if (kind() == Track.Kind.VIDEO) {
            entry = Optional.of(SampleEntryReader.read(bytes, stsd));
            tag = tag.isEmpty() ? "none" : tag;
        } else if (kind() == Track.Kind.AUDIO && bytes.fetched(stsd.content(), stsd.length())) {
            details.putAll(SoundEntry.read(bytes, stsd, tag));
        }
    }

    private void times(Box stts) {
        if (kind() != Track.Kind.VIDEO) {
            otherTimes(stts);
            return;
        }
        long length = TimeTable.length(bytes, stts);
        if (length > affordable.getAsLong() && !bytes.fetched(stts.content(), length)) {
            timesSkipped = true;
            return;
        }
        times = Optional.of(TimeTable.read(bytes, stts));
    }

    /** Of a track that is no video: only what is here, and else whether there are any. */
    private void otherTimes(Box stts) {
        if (!bytes.fetched(stts.content(), Math.min(stts.length(), TABLE_HEADER))) {
            return;
        }
        long length = TimeTable.length(bytes, stts);
        times = Optional.of(
                bytes.fetched(stts.content(), length)
                        ? TimeTable.read(bytes, stts)
                        : new TimeTable((length - TABLE_HEADER) / TimeTable.ENTRY, 0, 0, false));
    }
}

package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndexer;
import io.mediafn.media.video.Rational;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames of an MP4 or QuickTime file, from its movie header and its fragments, which alone are kept. */
public final class Mp4FrameIndex implements FrameIndexer {
    /** Of all boxes together: a moov of more stands for weeks of film. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int MOST_BOXES = 1_000_000;
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    private final KeptBoxes kept = new KeptBoxes();
    private final List<Box> fragments = new ArrayList<>();
    private final byte[] header = new byte[LONG_HEADER];
    private int headerLength;
    private int headerWanted = HEADER;
    private long position;

    /** Where the box that passes by ends, and whether it is one to be kept. */
    private long boxEnd;

    private boolean keeping;
    private Optional<Box> growing = Optional.empty();
    private Optional<Box> movie = Optional.empty();
    private long keptBytes;
    private Optional<String> incomplete = Optional.empty();
    private boolean over;

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && !over) {
            if (position < boxEnd) {
                int count = (int) Math.min(end - at, boxEnd - position);
                keep(bytes, at, count);
                at += count;
                position += count;
                closeAt(boxEnd);
            } else {
                header[headerLength++] = bytes[at++];
                position++;
                if (headerLength == headerWanted) {
                    box();
                }
            }
        }
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (!keeping) {
            return;
        }
        if (keptBytes + count > MOST_BYTES) {
            giveUp("its index is larger than " + (MOST_BYTES >> 20) + " MiB");
            return;
        }
        keptBytes += count;
        kept.add(bytes, offset, count);
    }

    private void giveUp(String why) {
        incomplete = Optional.of(why);
        over = true;
        finishBox();
    }

    private void box() {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        long length = buffer.getInt(0) & 0xffff_ffffL;
        if (length == 1 && headerWanted == HEADER) {
            headerWanted = LONG_HEADER;
            return;
        }
        String type = new String(header, 4, 4, StandardCharsets.ISO_8859_1);
        if (headerWanted == LONG_HEADER) {
            length = buffer.getLong(8);
        }
        long start = position - headerWanted;
        if (length == 0) {
            length = Long.MAX_VALUE - start; // to the end of the file
        }
        if (length < headerWanted || length > Long.MAX_VALUE - start) {
            over = true; // nothing behind it can be found; ffprobe stops here as well
            return;
        }
        boxEnd = start + length;
        boolean first = type.equals("moov") && movie.isEmpty();
        keeping = first || (type.equals("moof") && movie.isPresent());
        if (keeping) {
            growing = Optional.of(new Box(type, start, position, boxEnd, false));
            kept.open(start);
            kept.add(header, 0, headerWanted);
        }
        headerLength = 0;
        headerWanted = HEADER;
        closeAt(boxEnd);
    }

    private void closeAt(long end) {
        if (position == end) {
            finishBox();
        }
    }

    private void finishBox() {
        if (!keeping) {
            return;
        }
        keeping = false;
        kept.close();
        Box box = growing.orElseThrow();
        Box whole = new Box(box.type(), box.start(), box.content(), Math.min(boxEnd, position), position < boxEnd);
        if (whole.is("moov")) {
            movie = Optional.of(whole);
        } else if (fragments.size() < MOST_BOXES) {
            fragments.add(whole);
        } else {
            incomplete = Optional.of("more than " + MOST_BOXES + " fragments");
        }
    }

    @Override
    public FrameIndex finish() {
        finishBox();
        Box moov = movie.orElseThrow(() -> new MediaException(
                incomplete.isPresent() ? Reason.UNSUPPORTED : Reason.CORRUPT,
                incomplete.orElse("broken MP4: there is no moov box in it")));
        Movie header = MovieReader.read(kept, moov, () -> Long.MAX_VALUE, true);
        Track video = header.video()
                .orElseThrow(() -> new MediaException(Reason.UNSUPPORTED, "no video track to index"));
        boolean edited = header.editsCount(video) && !video.edits().isEmpty();
        long shownFrom = edited ? 0 : Fragments.timeOffset(video);
        SampleTables.Listed listed = SampleTables.read(kept, video, -shownFrom);
        SampleList samples = edited && listed.samples().size() > 0
                ? EditedSamples.of(listed, video)
                : listed.samples();
        FrameCollector collector = new FrameCollector(samples, listed, Fragments.timeOffset(video));
        Fragments reader = new Fragments(kept, header, video, 0, collector::add);
        for (Box fragment : fragments) {
            reader.read(fragment, OptionalLong.empty());
        }
        boolean varying = video.times().varying() || reader.tally().isVarying();
        return collector.index(new Rational(1, video.timescale()), varying, incomplete);
    }
}

package io.mediafn.media.video.mp4;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;

/**
 * The samples that an edit list leaves, with the times at which ffprobe says that they are decoded: those of every edit
 * one after the other, each from the key frame before it. Belongs to one track.
 */
final class EditedSamples {
    private final SampleList source;
    private final boolean reordered;
    private final int shift;
    private final SampleList result = new SampleList();

    /** Edits can send a reader back and forth for ever. */
    private long steps = 10L * SampleList.MOST;

    /** When the earliest frame that is shown is shown, or negative before there is one. */
    private long earliest = -1;

    private EditedSamples(SampleTables.Listed listed) {
        this.source = listed.samples();
        this.reordered = listed.reordered();
        this.shift = listed.shift();
    }

    static SampleList of(SampleTables.Listed listed, Track track) {
        return new EditedSamples(listed).apply(track);
    }

    private SampleList apply(Track track) {
        long end = -shift;
        long empty = 0;
        boolean found = false;
        for (EditList.Edit edit : track.movieTimescale() == 0
                ? EditList.NONE.edits()
                : track.edits().edits()) {
            long duration = EditList.ticks(edit, track.timescale(), track.movieTimescale());
            long start = end;
            end += duration;
            if (!found && edit.start() == EditList.EMPTY) {
                empty += duration;
                continue;
            }
            found = true;
            take(edit.start(), duration, start);
        }
        earliest -= empty;
        if (earliest > 0) {
            for (int i = 0; i < result.size(); i++) {
                result.setStart(i, result.start(i) - earliest);
            }
        }
        return result;
    }

    private void take(long mediaStart, long duration, long start) {
        long mediaEnd = mediaStart + duration;
        long counter = start;
        boolean started = false;
        boolean keyBehind = false;
        int first = result.size();
        for (int i = before(mediaStart); i < source.size() && !result.isFull(); i++) {
            step();
            long length = i + 1 < source.size() ? source.start(i + 1) - source.start(i) : duration;
            long shown = source.start(i) + shift + source.offset(i);
            boolean hidden = shown < mediaStart || shown >= mediaEnd;
            if (!hidden) {
                long presented = counter + source.offset(i) + shift;
                earliest = earliest < 0 ? presented : Math.min(earliest, presented);
                if (!started) {
                    started = true;
                    lead(first, i, counter);
                }
            }
            result.add(counter, source.offset(i), source.isKey(i), hidden);
            if (started) {
                counter += length;
            }
            if (shown + length >= mediaEnd && source.isKey(i)) {
                // Frames behind the first key frame may be shown before it, and belong to this edit.
                if (!reordered || keyBehind) {
                    return;
                }
                keyBehind = true;
            }
        }
    }

    /** Frames that are decoded before the first one that is shown get the times before it. */
    private void lead(int first, int shownFirst, long counter) {
        long time = counter;
        int index = shownFirst - 1;
        for (int i = result.size() - 1; i >= first; i--, index--) {
            time -= source.start(index + 1) - source.start(index);
            result.setStart(i, time);
        }
    }

    /** The key frame from which a time can be shown, or the first frame. */
    private int before(long mediaTime) {
        long time = mediaTime - shift;
        int key = search(time, true);
        if (key < 0) {
            key = search(time, false);
        }
        return Math.max(key, 0);
    }

    private int search(long time, boolean keysOnly) {
        int low = -1;
        int high = source.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (source.start(middle) >= time) {
                high = middle;
            }
            if (source.start(middle) <= time) {
                low = middle;
            }
        }
        int index = low;
        while (keysOnly && index >= 0 && !source.isKey(index)) {
            step();
            index--;
        }
        for (int i = index; i > 0 && source.start(i) == source.start(i - 1); i--) {
            step();
            if (!keysOnly || source.isKey(i - 1)) {
                index = i - 1;
            }
        }
        while (reordered
                && index >= 0
                && !(source.isKey(index) && source.start(index) + source.offset(index) <= time)) {
            step();
            index--;
        }
        return index;
    }

    private void step() {
        if (steps-- == 0) {
            throw new MediaException(Reason.UNSUPPORTED, "an edit list that goes through the file too often");
        }
    }
}

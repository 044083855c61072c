package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Details;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One track of a movie, as far as it was read.
 *
 * @param id that fragments name it by
 * @param handler what it says it is: {@code vide}, {@code soun}, ...
 * @param kind what ffprobe makes of it
 * @param timescale ticks of a second
 * @param movieTimescale of its edits; 0 where the movie header stands behind the track
 * @param duration in ticks, 0 if it is said to be unknown, empty if nothing is said
 * @param times of its samples, as far as they are listed in the movie box
 * @param timesSkipped whether that list is longer than the limits allow to read
 * @param sized how many samples have a size, empty if that was not read
 * @param edits which parts are shown
 * @param matrix how it is turned
 * @param entry how its samples are coded; unknown but for video
 * @param tag of its first sample description, empty if that was not read
 * @param created seconds since 1904, 0 if unknown
 * @param chunks whether the tables that say where the samples lie fit together
 * @param keyFrames how many there are in the movie box, where that was read
 * @param timecoded whether it refers to a track of time codes
 * @param details what else was found, for tracks of sound
 * @param tables where the boxes of its sample table lie, by type; only those that were passed
 */
record Track(
        long id,
        String handler,
        Kind kind,
        long timescale,
        long movieTimescale,
        OptionalLong duration,
        TimeTable times,
        boolean timesSkipped,
        OptionalLong sized,
        EditList edits,
        Matrix matrix,
        SampleEntry entry,
        String tag,
        long created,
        ChunkTables chunks,
        OptionalLong keyFrames,
        boolean timecoded,
        Details details,
        Map<String, Box> tables) {
    enum Kind {
        VIDEO,
        AUDIO,
        OTHER
    }

    Track {
        tables = Map.copyOf(tables);
    }

    boolean isVideo() {
        return kind == Kind.VIDEO;
    }
}

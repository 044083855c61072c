package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Pieces;

/** What an entry of Tracks says; filled while it is read. */
final class Track {
    private static final int VIDEO = 1;
    private static final int AUDIO = 2;
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

    /** ffprobe takes a smaller one for 1. */
    private static final double LEAST_TIMESTAMP_SCALE = 0.01;

    long number;
    String codecId = "";
    /** Nanoseconds of a frame; 0 if it is not told. */
    long defaultDuration;

    double timestampScale = 1;
    long codecDelay;
    final VideoSettings video;
    final AudioSettings audio;
    final Encodings encodings;

    private int type;
    private long privateOffset;
    private long privateLength;
    private final EbmlReader reader;

    private Track(EbmlReader reader) {
        this.reader = reader;
        this.video = new VideoSettings(reader);
        this.audio = new AudioSettings(reader);
        this.encodings = new Encodings(reader);
    }

    static Track read(EbmlReader reader, EbmlElement entry) {
        Track track = new Track(reader);
        reader.children(entry, track::read);
        if (track.defaultDuration == 0 && track.video.frameRate > 0) {
            track.defaultDuration = (long) (NANOSECONDS_PER_SECOND / track.video.frameRate);
        }
        if (!(track.timestampScale >= LEAST_TIMESTAMP_SCALE)) {
            track.timestampScale = 1;
        }
        return track;
    }

    private void read(EbmlElement element) {
        switch ((int) element.id()) {
            case Ids.TRACK_NUMBER -> number = reader.unsigned(element, 0);
            case Ids.TRACK_TYPE -> type = reader.choice(element);
            case Ids.CODEC_ID -> codecId = reader.text(element);
            case Ids.DEFAULT_DURATION -> defaultDuration = reader.unsigned(element, 0);
            case Ids.TRACK_TIMESTAMP_SCALE -> timestampScale = reader.real(element);
            case Ids.CODEC_DELAY -> codecDelay = reader.unsigned(element, 0);
            case Ids.VIDEO -> reader.children(element, video::read);
            case Ids.AUDIO -> reader.children(element, audio::read);
            case Ids.CONTENT_ENCODINGS -> reader.children(element, encodings::read);
            case Ids.CODEC_PRIVATE -> {
                privateOffset = element.content();
                privateLength = element.length();
            }
            default -> {}
        }
    }

    /** Whether ffprobe makes a stream of it: its codec's name fits its type. */
    boolean isVideo() {
        return type == VIDEO && codecId.startsWith("V");
    }

    boolean isAudio() {
        return type == AUDIO && codecId.startsWith("A");
    }

    /** What the codec wants to know first; no bytes where that is not told, or compressed. */
    Bytes codecPrivate() {
        return new Pieces(reader.bytes()).add(privateOffset, codecPrivateLength());
    }

    long codecPrivateLength() {
        return encodings.privateChanged ? 0 : privateLength;
    }
}

package io.mediafn.media.video.matroska;

import io.mediafn.media.format.Format;
import io.mediafn.media.image.ImageHeader;
import io.mediafn.media.image.ImageHeaders;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.ProbeLimits;
import io.mediafn.media.read.Problem;
import io.mediafn.media.read.RangeSource;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Seconds;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A picture attached to a file without video. ffprobe makes a stream of video of it, with the clock of MPEG and the
 * duration of the file, and FiftyOne takes that for the video.
 */
final class Cover {
    private static final long CLOCK = 90_000;
    private static final long MICROSECONDS = 1_000_000;
    private static final int MOST_FILES = 64;

    /** What the header of a picture may take. */
    private static final int PICTURE_START = 256 << 10;

    /** What ffprobe decodes, by the beginnings of the media types. */
    private enum Kind {
        GIF("image/gif", Format.GIF, "gif"),
        JPEG("image/jpeg", Format.JPEG, "mjpeg"),
        PNG("image/png", Format.PNG, "png"),
        TIFF("image/tiff", Format.TIFF, "tiff");

        private final String mediaType;
        private final Format format;
        private final String codec;

        Kind(String mediaType, Format format, String codec) {
            this.mediaType = mediaType;
            this.format = format;
            this.codec = codec;
        }
    }

    private static final class AttachedFile {
        private String mediaType = "";
        private boolean named;
        private Optional<EbmlElement> data = Optional.empty();
    }

    private Cover() {}

    static Optional<VideoStream> find(Window window, EbmlReader reader, Segment segment) {
        Optional<EbmlElement> attachments = segment.attachments();
        if (attachments.isEmpty()) {
            return Optional.empty();
        }
        long position = attachments.get().content();
        long end = attachments.get().end();
        for (int i = 0; i < MOST_FILES && position < end; i++) {
            EbmlElement element = reader.at(position, end);
            if (element.id() == Ids.ATTACHED_FILE) {
                AttachedFile file = read(reader, element);
                for (Kind kind : Kind.values()) {
                    if (file.named && file.data.isPresent() && file.mediaType.startsWith(kind.mediaType)) {
                        return Optional.of(stream(window, file.data.get(), kind, segment));
                    }
                }
            }
            position = element.end();
        }
        return Optional.empty();
    }

    private static AttachedFile read(EbmlReader reader, EbmlElement element) {
        AttachedFile file = new AttachedFile();
        reader.children(element, child -> {
            switch ((int) child.id()) {
                case Ids.FILE_NAME -> file.named = true;
                case Ids.FILE_MEDIA_TYPE -> file.mediaType = reader.text(child);
                case Ids.FILE_DATA -> file.data = Optional.of(child).filter(data -> data.length() > 0);
                default -> {}
            }
        });
        return file;
    }

    private static VideoStream stream(Window window, EbmlElement data, Kind kind, Segment segment) {
        ImageHeader picture = ImageHeaders.read(kind.format, part(window, data));
        if (picture.width() > Integer.MAX_VALUE || picture.height() > Integer.MAX_VALUE) {
            throw EbmlReader.corrupt("a cover picture of " + picture.width() + " x " + picture.height() + " pixels");
        }
        OptionalLong microseconds = segment.microseconds();
        OptionalLong ticks = microseconds.isPresent()
                ? OptionalLong.of(Math.round((double) microseconds.getAsLong() * CLOCK / MICROSECONDS))
                : OptionalLong.empty();
        Rational timeBase = new Rational(1, CLOCK);
        return new VideoStream(
                (int) picture.width(),
                (int) picture.height(),
                0,
                Rational.UNKNOWN,
                new Rational(CLOCK, 1),
                OptionalLong.empty(),
                ticks.isPresent() ? OptionalDouble.of(Seconds.of(ticks.getAsLong(), timeBase)) : OptionalDouble.empty(),
                ticks,
                timeBase,
                OptionalDouble.empty(),
                "[0][0][0][0]",
                CountMethod.DURATION_TIMES_RATE,
                true,
                Optional.empty(),
                new Details().put("codec", kind.codec).put("cover_picture", true),
                List.of(new Problem("metadata", "sound with a cover picture, which ffprobe takes for a video")));
    }

    /** The picture as a file of its own, whose bytes come from the window. */
    private static Window part(Window window, EbmlElement data) {
        RangeSource source = new RangeSource() {
            @Override
            public Range read(long offset, int length, String why) {
                int there = Math.clamp(data.length() - offset, 0, length);
                return new Range(window.copy(data.content() + offset, there), OptionalLong.of(data.length()));
            }

            @Override
            public InputStream stream(long offset, long length, String why) {
                return new ByteArrayInputStream(
                        read(offset, (int) Math.min(length, PICTURE_START), why).bytes());
            }
        };
        return new Window(source, new ProbeLimits(8, PICTURE_START * 2L), 4 << 10, "a cover picture");
    }
}

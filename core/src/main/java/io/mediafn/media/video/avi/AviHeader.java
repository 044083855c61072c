package io.mediafn.media.video.avi;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FourCc;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import io.mediafn.media.video.Seconds;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import io.mediafn.media.video.mp4.CodecConfiguration;
import io.mediafn.media.video.mp4.CodecHeader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * AVI: what the headers of the first video stream state. Like ffprobe it walks the chunks in their order and goes into
 * every list, whatever the list says of its length.
 */
public final class AviHeader {
    /** More chunks before the frames than any header has. */
    private static final int MOST_CHUNKS = 2048;

    /** ffprobe takes a longer chunk that it does not know for the start of the frames. */
    private static final long LONGEST_UNKNOWN = 1_000_000;

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final long MICROSECONDS = 1_000_000;

    private final Window window;
    private final AviDetails about;
    private final List<Problem> problems = new ArrayList<>();
    private long framePeriod;
    private boolean inVideo;
    private boolean inAudio;

    private int streams;
    private int video;
    private OptionalLong movie = OptionalLong.empty();

    private boolean found;
    private long scale;
    private long rate;
    private long frames;
    private int width;
    private int height;
    private String codecTag = "";

    private AviHeader(Window window) {
        this.window = window;
        this.about = new AviDetails(window);
    }

    /**
     * Reads the headers before the frames.
     *
     * @throws MediaException if it is broken, or has no video
     */
    public static VideoStream read(Window window) {
        AviHeader header = new AviHeader(window);
        header.walk();
        if (!header.found) {
            throw new MediaException(Reason.UNSUPPORTED, "no video in it, so FiftyOne stores nothing for it");
        }
        return header.stream();
    }

    private void walk() {
        long size = window.size();
        long position = FIRST_CHUNK;
        for (int i = 0; position <= size - CHUNK_HEADER; i++) {
            // Only details come behind the video's headers, and they are not worth a request.
            if (found && !window.fetched(position, CHUNK_HEADER)) {
                return;
            }
            if (i == MOST_CHUNKS) {
                throw broken("more than " + MOST_CHUNKS + " chunks before the frames");
            }
            String type = window.text(position, 4);
            long length = window.u32le(position + 4);
            long content = position + CHUNK_HEADER;
            boolean known = true;
            switch (type) {
                case "LIST" -> {
                    if (window.startsWith(content, "movi")) {
                        movie = OptionalLong.of(content + 4);
                        return;
                    }
                    if (!window.startsWith(content, "INFO")) {
                        position = content + 4;
                        continue;
                    }
                }
                case "avih" -> framePeriod = window.u32le(content);
                case "strh" -> streamHeader(content, length);
                case "strf" -> streamFormat(content, length);
                case "vprp" -> {
                    if (inVideo) {
                        about.properties(content, length);
                    }
                }
                case "IDIT" -> about.date(content, length);
                case "strd", "indx", "dmlh", "strn", "JUNK" -> {}
                default -> known = false;
            }
            if (!known && length > LONGEST_UNKNOWN) {
                return;
            }
            position = content + length + (length & 1);
        }
        if (!found) {
            throw broken("it ends before the headers of a video");
        }
    }

    private void streamHeader(long content, long length) {
        inVideo = false;
        inAudio = false;
        if (length < 48) {
            throw broken("a stream header of " + length + " bytes");
        }
        String type = window.text(content, 4);
        if (type.equals("iavs") || type.equals("ivas")) {
            throw new MediaException(
                    Reason.UNSUPPORTED, "AVI with interleaved DV (type 1) is not read by this version");
        }
        inAudio = type.equals("auds");
        streams += type.equals("pads") ? 0 : 1;
        if (!type.equals("vids") || found) {
            return;
        }
        inVideo = true;
        scale = window.u32le(content + 20);
        rate = window.u32le(content + 24);
        frames = window.u32le(content + 32);
        if (scale == 0 || rate == 0) {
            problems.add(new Problem(
                    "frame_rate",
                    "the header states " + rate + "/" + scale + "; FiftyOne takes "
                            + (framePeriod == 0 ? "25" : "that of the file's main header")));
            scale = framePeriod == 0 ? 1 : framePeriod;
            rate = framePeriod == 0 ? 25 : MICROSECONDS;
        }
    }

    private void streamFormat(long content, long length) {
        if (inAudio) {
            about.audio(content, length);
            inAudio = false;
        }
        if (!inVideo || found) {
            return;
        }
        if (length < 20) {
            throw broken("a bitmap header of " + length + " bytes");
        }
        String tag = FourCc.text(window, content + 16);
        if (tag.equals("DXSB") || tag.equals("DXSA")) {
            inVideo = false; // subtitles that are pictures
            return;
        }
        found = true;
        video = streams - 1;
        codecTag = tag;
        width = (int) window.u32le(content + 4);
        height = Math.abs((int) window.u32le(content + 8)); // from top to bottom where it is negative
        if (width <= 0 || height <= 0) {
            throw broken("a picture of " + width + " x " + height + " pixels");
        }
        about.video(tag);
    }

    private VideoStream stream() {
        Rational timeBase = Reduction.reduce(scale, rate, Integer.MAX_VALUE);
        Rational frameRate = Reduction.inverse(timeBase);
        long ticks = frames;
        long declaredEnd = window.u32le(4) + CHUNK_HEADER;
        if (declaredEnd > window.size()) {
            // ffprobe believes that as much is missing of the time as of the bytes.
            ticks = part(frames, window.size(), declaredEnd);
            about.truncated();
            problems.add(new Problem(
                    "duration",
                    "the file has " + window.size() + " of the " + declaredEnd
                            + " bytes that it claims, and FiftyOne lowers the duration, but not the number of frames"));
        }
        String codec = FourCc.videoCodec(codecTag).orElse("");
        CodecHeader first = movie.isPresent()
                ? AviFirstFrame.read(window, movie.getAsLong(), video, codec)
                : CodecHeader.of(new Details());
        int[] size = CodecConfiguration.size(codec, width, height, first);
        if (frames == 0) {
            problems.add(new Problem("total_frame_count", "the header states none (FiftyOne stores 0)"));
        }
        return new VideoStream(
                size[0],
                size[1],
                0,
                frameRate,
                frameRate,
                frames == 0 ? OptionalLong.empty() : OptionalLong.of(frames),
                OptionalDouble.of(Seconds.of(ticks, timeBase)),
                OptionalLong.of(ticks),
                timeBase,
                OptionalDouble.empty(),
                codecTag,
                CountMethod.HEADER,
                true,
                Optional.empty(),
                first.details().putAll(about.details()),
                problems);
    }

    /** {@code whole * some / all}, rounded to the nearest. */
    private static long part(long whole, long some, long all) {
        return new BigDecimal(BigInteger.valueOf(whole).multiply(BigInteger.valueOf(some)))
                .divide(BigDecimal.valueOf(all), 0, RoundingMode.HALF_UP)
                .longValue();
    }

    private static MediaException broken(String what) {
        return new MediaException(Reason.CORRUPT, "broken AVI: " + what);
    }
}

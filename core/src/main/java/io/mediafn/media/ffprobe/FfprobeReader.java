package io.mediafn.media.ffprobe;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.RangeSource;
import io.mediafn.media.video.ExternalVideoReader;
import io.mediafn.media.video.VideoStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an installed ffprobe of version 6, 7 or 8: their values are those that FiftyOne stores today. Thread-safe. */
public final class FfprobeReader implements ExternalVideoReader {
    /**
     * What one file may cost.
     *
     * @param requests to its store, 1 or more
     * @param bytes read from its store, 1 or more
     * @param time from the start of the program to its end
     */
    public record Limits(int requests, long bytes, Duration time) {
        /** 512 requests, 64 MiB, 30 seconds. */
        public static final Limits DEFAULT = new Limits(512, 64L << 20, Duration.ofSeconds(30));

        public Limits {
            if (requests < 1 || bytes < 1 || time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("limits start at 1, not " + requests + " requests, " + bytes
                        + " bytes, " + time.toMillis() + " milliseconds");
            }
        }
    }

    private static final int OLDEST = 6;
    private static final int NEWEST = 8;
    private static final int MOST_OUTPUT = 1 << 20;
    private static final int LONGEST_MESSAGE = 300;
    private static final Duration VERSION_TIME = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("ffprobe version n?(\\d{1,3})\\.\\S*");
    private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,8})$");

    /** Only what has no reader of ours, and nothing (a playlist) that makes ffprobe ask for other URLs. */
    private static final String FORMATS = "mpegts,mpeg,mpegvideo,flv,live_flv,asf,asf_o,ogg,mxf,ivf,avi,matroska";

    private final Path program;
    private final Limits limits;
    private volatile Optional<String> refused = Optional.empty();
    private volatile boolean versionKnown;

    /**
     * With the default limits.
     *
     * @param program a file that can be executed; its version is looked at when it is first needed
     */
    public FfprobeReader(Path program) {
        this(program, Limits.DEFAULT);
    }

    public FfprobeReader(Path program, Limits limits) {
        this.program = program;
        this.limits = limits;
    }

    @Override
    public VideoStream read(String path, RangeSource source, long size) {
        verifyVersion();
        Matcher extension = EXTENSION.matcher(path);
        String name = extension.find() ? "video." + extension.group(1) : "video";
        BlockSource object = new BlockSource(source, size, limits);
        ProgramRun.Result result;
        String url;
        try (LoopbackServer server = new LoopbackServer(object, name)) {
            url = server.url();
            result = ProgramRun.run(command(url), limits.time(), MOST_OUTPUT);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection of this machine with itself", e);
        }
        object.failure().ifPresent(failure -> {
            throw failure;
        });
        object.overBudget().ifPresent(why -> {
            throw new MediaException(Reason.UNSUPPORTED, why);
        });
        return stream(result, url);
    }

    private List<String> command(String url) {
        return List.of(
                program.toString(),
                "-loglevel",
                "error",
                "-protocol_whitelist",
                "http,tcp",
                "-format_whitelist",
                FORMATS,
                "-show_format",
                "-show_streams",
                "-print_format",
                "flat",
                "-i",
                url);
    }

    private VideoStream stream(ProgramRun.Result result, String url) {
        return switch (result.outcome()) {
            case TOOK_TOO_LONG ->
                throw new MediaException(
                        Reason.UNSUPPORTED,
                        "ffprobe takes more than " + limits.time().toSeconds() + " s for it (the limit)");
            case PRINTED_TOO_MUCH ->
                throw new MediaException(
                        Reason.UNSUPPORTED, "ffprobe says more than " + MOST_OUTPUT + " bytes about it (the limit)");
            case ENDED -> {
                if (result.status() != 0) {
                    throw new MediaException(
                            Reason.CORRUPT, "ffprobe refuses it: " + message(result.errors(), url, result.status()));
                }
                yield FoundStream.of(new FlatOutput(result.output()));
            }
        };
    }

    /** The last line that it printed, without the URL that nobody else knows. */
    private static String message(String errors, String url, int status) {
        String last = errors.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        if (last.isEmpty()) {
            return "it ended with " + status;
        }
        String text = last.replace(url, "").replaceAll("http://\\S*", "").replaceFirst("^[:\\s]+", "");
        text = text.replaceAll("\\p{Cntrl}", " ").strip();
        return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) : text;
    }

    private void verifyVersion() {
        if (!versionKnown) {
            refused = versionRefused();
            versionKnown = true;
        }
        refused.ifPresent(why -> {
            throw new MediaException(Reason.UNSUPPORTED, why);
        });
    }

    /** Why this program is not used; empty if it is. */
    private Optional<String> versionRefused() {
        ProgramRun.Result result = ProgramRun.run(List.of(program.toString(), "-version"), VERSION_TIME, MOST_OUTPUT);
        Matcher version = VERSION.matcher(result.output());
        if (!version.lookingAt()) {
            String first = result.output().lines().findFirst().orElse("nothing");
            return Optional.of(program.getFileName() + " does not say that it is ffprobe 6, 7 or 8; it says '"
                    + first.substring(0, Math.min(first.length(), LONGEST_MESSAGE)) + "'");
        }
        int major = Integer.parseInt(version.group(1));
        return major >= OLDEST && major <= NEWEST
                ? Optional.empty()
                : Optional.of(
                        "ffprobe must be of version 6, 7 or 8, whose values FiftyOne stores; it is " + version.group());
    }
}

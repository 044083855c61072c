package io.mediafn.media;

import io.mediafn.media.deep.DecodingMemory;
import io.mediafn.media.deep.Frames;
import io.mediafn.media.deep.NothingMore;
import io.mediafn.media.deep.Pixels;
import io.mediafn.media.deep.WholeReader;
import io.mediafn.media.format.Format;
import io.mediafn.media.format.MimeTypes;
import io.mediafn.media.format.Sniffer;
import io.mediafn.media.image.ImageHeader;
import io.mediafn.media.image.ImageHeaders;
import io.mediafn.media.read.ByteSink;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.ProbeLimits;
import io.mediafn.media.read.Problem;
import io.mediafn.media.read.RangeSource;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.ExternalVideoReader;
import io.mediafn.media.video.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what FiftyOne would store for a file, by the fewest ranged reads. Thread-safe. */
public final class MediaProbe {
    private final ProbeLimits limits;
    private final Optional<ExternalVideoReader> external;
    private final DecodingMemory memory = new DecodingMemory();

    public MediaProbe() {
        this(ProbeLimits.DEFAULT, Optional.empty());
    }

    /** @param external for the videos that have no reader of ours */
    public MediaProbe(ProbeLimits limits, Optional<ExternalVideoReader> external) {
        this.limits = limits;
        this.external = external;
    }

    /** Probes one object by the profile {@link Profile#FIFTYONE}. */
    public ProbeResult probe(String path, RangeSource source) {
        return probe(path, source, Profile.FIFTYONE);
    }

    /**
     * Probes one object.
     *
     * @param path the key or path, whose extension decides the mime type and the size of the first read
     * @throws MediaException if the file gives no metadata
     */
    public ProbeResult probe(String path, RangeSource source, Profile profile) {
        return found(path, source, profile).result();
    }

    /**
     * Probes one object, then reads every byte of it that was not read for that, once: frames and pixels are found, too.
     *
     * @param everyByte gets the whole object in order; nothing if it gives no metadata
     * @throws MediaException if the file gives no metadata, or ends early
     */
    public ProbeResult probeWhole(String path, RangeSource source, Profile profile, ByteSink everyByte) {
        Found found = found(path, source, profile);
        List<Problem> problems = new ArrayList<>();
        try (WholeReader reader = wholeReader(found)) {
            found.window.lookFor("every byte, as was asked for");
            found.window.forEach((bytes, offset, length) -> {
                everyByte.accept(bytes, offset, length);
                reader.accept(bytes, offset, length);
            });
            return found.result.with(reader.finish(problems).toMap(), problems);
        }
    }

    private WholeReader wholeReader(Found found) {
        if (found.result.metadata() instanceof MediaMetadata.Image image) {
            Optional<String> why = DecodedFormats.refusal(found.format, found.result);
            if (why.isPresent()) {
                return new NothingMore(List.of(new Problem(Pixels.FIELD, why.get())));
            }
            return new Pixels(memory, found.window.size(), image.width(), image.height());
        }
        return found.format
                .flatMap(VideoHeaders::frameIndexer)
                .<WholeReader>map(Frames::new)
                .orElseGet(() -> new NothingMore(List.of()));
    }

    private record Found(Window window, Optional<Format> format, ProbeResult result) {}

    private Found found(String path, RangeSource source, Profile profile) {
        String mimeType = MimeTypes.guess(path);
        Window window = new Window(source, limits, firstRead(mimeType), "the start, as of " + mimeType);
        if (window.knownSize().equals(OptionalLong.of(0)) && (isImage(mimeType) || isVideo(mimeType))) {
            throw new MediaException(Reason.CORRUPT, "empty object");
        }
        Optional<Format> format = Sniffer.sniff(path, window);
        Details details = new Details();
        format.ifPresent(known -> details.put("mime_type_sniffed", known.mimeType()));
        ProbeResult result = result(path, mimeType, format, window, source, details, profile);
        if (window.knownSize().isEmpty()) {
            Problem unknown = new Problem("size_bytes", "the store does not tell it before the object's end");
            return new Found(window, format, result.with(Map.of(), List.of(unknown)));
        }
        return new Found(window, format, result);
    }

    private ProbeResult result(
            String path,
            String mimeType,
            Optional<Format> format,
            Window window,
            RangeSource source,
            Details details,
            Profile profile) {
        if (isKind(format, Format.Kind.IMAGE)) {
            ImageHeader header = ImageHeaders.read(format.get(), window);
            return ImageRules.result(format.get(), header, window.knownSize(), mimeType, details, profile);
        }
        // Ogg may hold either: its name tells which it is.
        boolean oggVideo = isVideo(mimeType) && format.equals(Optional.of(Format.OGG));
        if (oggVideo || isKind(format, Format.Kind.VIDEO)) {
            VideoStream stream = video(format.get(), path, window, source);
            return VideoRules.result(stream, window.knownSize(), mimeType, details, profile);
        }
        if (format.equals(Optional.of(Format.MP4_AUDIO))) {
            Optional<VideoStream> cover = VideoHeaders.coverOf(window);
            if (cover.isPresent()) {
                return VideoRules.result(cover.get(), window.knownSize(), mimeType, details, profile);
            }
        }
        if (isImage(mimeType) || isVideo(mimeType)) {
            throw notWhatItsNameSays(mimeType, format);
        }
        Problem why = new Problem("metadata", "neither an image nor a video: only size and mime type");
        MediaMetadata metadata = new MediaMetadata.Other(window.knownSize(), mimeType);
        return new ProbeResult(otherMediaType(path), metadata, details.toMap(), List.of(why), true);
    }

    private static boolean isImage(String mimeType) {
        return mimeType.startsWith("image/");
    }

    private static boolean isVideo(String mimeType) {
        return mimeType.startsWith("video/");
    }

    private static boolean isKind(Optional<Format> format, Format.Kind kind) {
        return format.isPresent() && format.get().kind() == kind;
    }

    /** Nearly all headers of these formats fit; a JPEG's thumbnail and profiles come before its size. */
    private static int firstRead(String mimeType) {
        return switch (mimeType) {
            case "image/png",
                    "image/gif",
                    "image/webp",
                    "image/bmp",
                    "image/avif",
                    "image/heic",
                    "image/heif",
                    "image/jp2",
                    "image/jpx",
                    "image/jxl",
                    "image/vnd.adobe.photoshop",
                    "image/vnd.zbrush.pcx",
                    "image/x-portable-anymap",
                    "image/x-portable-bitmap",
                    "image/x-portable-graymap",
                    "image/x-portable-pixmap",
                    "application/dicom" -> 8 << 10;
            default -> 64 << 10;
        };
    }

    private VideoStream video(Format format, String path, Window window, RangeSource source) {
        if (VideoHeaders.reads(format)) {
            return VideoHeaders.read(format, window);
        }
        if (external.isPresent()) {
            return external.get().read(path, source, window.size());
        }
        throw new MediaException(
                Reason.UNSUPPORTED, format.mimeType() + " is read by ffprobe alone, and none is configured");
    }

    private static MediaException notWhatItsNameSays(String mimeType, Optional<Format> format) {
        if (format.isPresent()) {
            return new MediaException(
                    Reason.CORRUPT,
                    "named as " + mimeType + ", but its content is "
                            + format.get().mimeType());
        }
        return switch (mimeType) {
            case "image/jpeg",
                    "image/png",
                    "image/gif",
                    "image/webp",
                    "image/bmp",
                    "image/tiff",
                    "image/avif",
                    "image/heic",
                    "image/heif",
                    "image/jp2",
                    "image/jpx",
                    "image/jxl",
                    "image/vnd.adobe.photoshop",
                    "image/vnd.microsoft.icon",
                    "image/vnd.zbrush.pcx",
                    "image/vnd.radiance",
                    "image/x-portable-anymap",
                    "image/x-portable-bitmap",
                    "image/x-portable-graymap",
                    "image/x-portable-pixmap",
                    "video/mp4",
                    "video/quicktime",
                    "video/webm",
                    "video/x-matroska" ->
                new MediaException(Reason.CORRUPT, "named as " + mimeType + ", but its content is not");
            default -> new MediaException(Reason.UNSUPPORTED, mimeType + " is not read by this version");
        };
    }

    private static String otherMediaType(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".pcd")) {
            return "point-cloud";
        }
        return lower.endsWith(".fo3d") ? "3d" : "unknown";
    }

    /** FiftyOne's media type of a path, from its extension alone; the type of a file that could not be read. */
    public static String mediaTypeOf(String path) {
        String mimeType = MimeTypes.guess(path);
        if (isVideo(mimeType)) {
            return "video";
        }
        return isImage(mimeType) ? "image" : otherMediaType(path);
    }
}

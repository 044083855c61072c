package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What cameras and phones write beside the tracks: QuickTime's user data, and the keys of newer files. */
final class UserData {
    private static final int MOST = 1_024;
    private static final int MOST_TEXT = 256;
    private static final int DATA_HEADER = 8;
    private static final String PLACE = "\u00a9xyz";
    private static final String APPLE = "com.apple.quicktime.";

    private static final DateTimeFormatter APPLE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXX", Locale.ROOT);

    /** ISO 6709: degrees with a sign, latitude first, then metres. */
    private static final Pattern ISO_6709 = Pattern.compile(
            "^([+-]\\d{1,2}(?:\\.\\d{1,9})?)([+-]\\d{1,3}(?:\\.\\d{1,9})?)([+-]\\d{1,5}(?:\\.\\d{1,9})?)?.*");

    private UserData() {}

    /** Over the boxes of a {@code meta}, which has a version in ISO files and none in QuickTime's. */
    static BoxWalk insideMeta(Bytes bytes, Box meta) {
        boolean plain = meta.length() >= 8 && bytes.startsWith(meta.content() + 4, "hdlr");
        return BoxWalk.tolerant(bytes, meta.content() + (plain ? 0 : 4), meta.end(), MOST);
    }

    /** Of a box {@code udta} or {@code meta} that is here already. */
    static Details read(Bytes bytes, Box box) {
        Details details = new Details();
        if (box.is("meta")) {
            keyed(bytes, box, details);
            return details;
        }
        BoxWalk walk = BoxWalk.tolerant(bytes, box.content(), box.end(), MOST);
        for (Optional<Box> child = walk.next(); child.isPresent(); child = walk.next()) {
            switch (child.get().type()) {
                case PLACE -> place(text(bytes, child.get()), details);
                case "\u00a9mak" -> details.putText("camera", "make", text(bytes, child.get()));
                case "\u00a9mod" -> details.putText("camera", "model", text(bytes, child.get()));
                case "meta" -> keyed(bytes, child.get(), details);
                default -> {}
            }
        }
        return details;
    }

    /** A length, a language, the text. */
    private static String text(Bytes bytes, Box box) {
        if (box.length() < 4) {
            return "";
        }
        long length = Math.min(bytes.u16be(box.content()), box.length() - 4);
        return utf8(bytes, box.content() + 4, length);
    }

    private static String utf8(Bytes bytes, long at, long length) {
        return length <= 0 ? "" : new String(bytes.copy(at, (int) Math.min(length, MOST_TEXT)), StandardCharsets.UTF_8);
    }

    /** Apple's keys: a list of names, and values that go by the place of their name in it. */
    private static void keyed(Bytes bytes, Box meta, Details details) {
        List<String> keys = new ArrayList<>();
        BoxWalk walk = insideMeta(bytes, meta);
        for (Optional<Box> child = walk.next(); child.isPresent(); child = walk.next()) {
            if (child.get().is("keys")) {
                keys = keys(bytes, child.get());
            } else if (child.get().is("ilst")) {
                values(bytes, child.get(), keys, details);
            }
        }
    }

    private static List<String> keys(Bytes bytes, Box box) {
        List<String> keys = new ArrayList<>();
        BoxWalk walk = BoxWalk.tolerant(bytes, box.content() + 8, box.end(), MOST);
        for (Optional<Box> key = walk.next(); key.isPresent(); key = walk.next()) {
            keys.add(utf8(bytes, key.get().content(), key.get().length()));
        }
        return keys;
    }

    private static void values(Bytes bytes, Box ilst, List<String> keys, Details details) {
        BoxWalk walk = BoxWalk.tolerant(bytes, ilst.content(), ilst.end(), MOST);
        for (Optional<Box> item = walk.next(); item.isPresent(); item = walk.next()) {
            long index = bytes.u32be(item.get().start() + 4) - 1;
            String key = index >= 0 && index < keys.size()
                    ? keys.get((int) index)
                    : item.get().type();
            Optional<Box> data = BoxWalk.tolerant(
                            bytes, item.get().content(), item.get().end(), MOST)
                    .next("data");
            if (data.isEmpty() || data.get().length() < DATA_HEADER) {
                continue;
            }
            value(
                    key,
                    utf8(bytes, data.get().content() + DATA_HEADER, data.get().length() - DATA_HEADER),
                    details);
        }
    }

    private static void value(String key, String text, Details details) {
        switch (key) {
            case APPLE + "location.ISO6709", PLACE -> place(text, details);
            case APPLE + "make" -> details.putText("camera", "make", text);
            case APPLE + "model" -> details.putText("camera", "model", text);
            case APPLE + "creationdate" -> capture(text, details);
            default -> {}
        }
    }

    private static void capture(String text, Details details) {
        try {
            details.put(
                    "captured_at",
                    OffsetDateTime.parse(text.strip(), APPLE_TIME).toInstant().toString());
        } catch (DateTimeException e) {
            // A time in words is no time: the movie header has one too.
        }
    }

    private static void place(String text, Details details) {
        Matcher matcher = ISO_6709.matcher(text.strip());
        if (details.has("gps") || !matcher.matches()) {
            return;
        }
        double latitude = Double.parseDouble(matcher.group(1));
        double longitude = Double.parseDouble(matcher.group(2));
        boolean nowhere = latitude == 0 && longitude == 0;
        if (nowhere || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            return;
        }
        Details gps = new Details().put("latitude", latitude).put("longitude", longitude);
        if (matcher.group(3) != null) {
            gps.put("altitude_m", Double.parseDouble(matcher.group(3)));
        }
        details.put("gps", gps);
    }
}

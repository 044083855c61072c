package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When, where and with what a picture was taken (Exif 2.32, CIPA DC-008), as far as its bytes were read already. Values
 * that cannot be are left out.
 */
final class ExifDetails {
    private static final int MAKE = 0x010f;
    private static final int MODEL = 0x0110;
    private static final int EXIF = 0x8769;
    private static final int GPS = 0x8825;

    private static final int EXPOSURE = 0x829a;
    private static final int F_NUMBER = 0x829d;
    private static final int ISO = 0x8827;
    private static final int ORIGINAL = 0x9003;
    private static final int DIGITIZED = 0x9004;
    private static final int OFFSET_ORIGINAL = 0x9011;
    private static final int OFFSET_DIGITIZED = 0x9012;
    private static final int FRACTION_ORIGINAL = 0x9291;
    private static final int FRACTION_DIGITIZED = 0x9292;
    private static final int FOCAL_LENGTH = 0x920a;
    private static final int LENS = 0xa434;

    private static final int LATITUDE_REF = 1;
    private static final int LATITUDE = 2;
    private static final int LONGITUDE_REF = 3;
    private static final int LONGITUDE = 4;
    private static final int ALTITUDE_REF = 5;
    private static final int ALTITUDE = 6;

    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4})[:-](0[1-9]|1[0-2])[:-](0[1-9]|[12][0-9]|3[01])[ T]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])");

    private static final Pattern ZONE = Pattern.compile("[+-](0[0-9]|1[0-4]):[0-5][0-9]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private ExifDetails() {}

    /** Of a block of Exif in another file. */
    static void ofBlock(Bytes block, Details details) {
        FetchedOnly.search(() -> {
            TiffDirectory directory = TiffDirectory.ofBlock(block);
            if (directory != null) {
                of(directory, details);
            }
        });
    }

    /** Of a TIFF, whose first directory is that of Exif. */
    static void ofTiff(Bytes file, Details details) {
        FetchedOnly.search(() -> of(new TiffDirectory(file, TiffDirectory.isBig(file)), details));
    }

    private static void of(TiffDirectory main, Details details) {
        sub(main, EXIF, exif -> time(exif, details));
        sub(main, GPS, gps -> details.put("gps", position(gps)));
        Details camera = new Details();
        attempt(main, tags -> camera.putText("make", tags.text(MAKE)));
        attempt(main, tags -> camera.putText("model", tags.text(MODEL)));
        sub(main, EXIF, exif -> camera(exif, camera));
        details.put("camera", camera);
    }

    private static void sub(TiffDirectory main, int tag, Consumer<TiffDirectory> reader) {
        attempt(main, tags -> {
            TiffDirectory directory = tags.sub(tag);
            if (directory != null) {
                reader.accept(directory);
            }
        });
    }

    private static void attempt(TiffDirectory tags, Consumer<TiffDirectory> reader) {
        FetchedOnly.search(() -> reader.accept(tags));
    }

    private static void time(TiffDirectory exif, Details details) {
        String original = time(exif, ORIGINAL, FRACTION_ORIGINAL, OFFSET_ORIGINAL);
        details.putText(
                "captured_at",
                original.isEmpty() ? time(exif, DIGITIZED, FRACTION_DIGITIZED, OFFSET_DIGITIZED) : original);
    }

    /** In the form of ISO 8601, local to wherever it was, with the offset from UTC if the file states one. */
    private static String time(TiffDirectory exif, int tag, int fractionTag, int offsetTag) {
        Matcher time = TIME.matcher(exif.text(tag).strip());
        if (!time.matches() || time.group(1).equals("0000")) {
            return "";
        }
        String fraction = exif.text(fractionTag).strip();
        String offset = exif.text(offsetTag).strip();
        return time.group(1) + "-" + time.group(2) + "-" + time.group(3) + "T" + time.group(4) + ":" + time.group(5)
                + ":" + time.group(6)
                + (DIGITS.matcher(fraction).matches() ? "." + fraction : "")
                + (ZONE.matcher(offset).matches() ? offset : "");
    }

    private static Details position(TiffDirectory gps) {
        Details position = new Details();
        double latitude = degrees(gps, LATITUDE, LATITUDE_REF, "S");
        double longitude = degrees(gps, LONGITUDE, LONGITUDE_REF, "W");
        if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
            position.put("latitude", latitude).put("longitude", longitude);
        }
        double altitude = gps.fraction(ALTITUDE, 0);
        return position.put("altitude_m", gps.fraction(ALTITUDE_REF, 0) == 1 ? -altitude : altitude);
    }

    /** Degrees, minutes and seconds; minutes and seconds may be missing, and NaN stands for no number at all. */
    private static double degrees(TiffDirectory gps, int tag, int refTag, String negative) {
        double value = gps.fraction(tag, 0);
        for (int i = 1; i < 3; i++) {
            double part = gps.fraction(tag, i);
            value += Double.isFinite(part) ? part / Math.pow(60, i) : 0;
        }
        return gps.text(refTag).startsWith(negative) ? -value : value;
    }

    private static void camera(TiffDirectory exif, Details camera) {
        attempt(exif, tags -> camera.putText("lens", tags.text(LENS)));
        putPositive(camera, "exposure_s", exif, EXPOSURE);
        putPositive(camera, "f_number", exif, F_NUMBER);
        attempt(exif, tags -> {
            double iso = tags.fraction(ISO, 0);
            if (iso > 0 && iso < 1L << 32) {
                camera.put("iso", (long) iso);
            }
        });
        putPositive(camera, "focal_length_mm", exif, FOCAL_LENGTH);
    }

    private static void putPositive(Details camera, String name, TiffDirectory exif, int tag) {
        attempt(exif, tags -> {
            double value = tags.fraction(tag, 0);
            if (value > 0) {
                camera.put(name, value);
            }
        });
    }
}

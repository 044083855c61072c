package io.mediafn.media.video;

import io.mediafn.media.read.Bytes;
import java.util.Locale;
import java.util.Optional;

/** The four characters by which AVI, and what follows it, name a codec. */
public final class FourCc {
    private FourCc() {}

    /** As ffprobe prints a tag: letters, digits, and a few signs as they are, any other byte as its number in brackets. */
    public static String text(Bytes bytes, long offset) {
        return text(bytes.text(offset, 4));
    }

    /** Likewise, of four characters in ISO 8859-1. */
    public static String text(String tag) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tag.length(); i++) {
            int value = tag.charAt(i);
            boolean plain = (value >= '0' && value <= '9')
                    || (value >= 'a' && value <= 'z')
                    || (value >= 'A' && value <= 'Z')
                    || ". -_".indexOf(value) >= 0;
            if (plain) {
                text.append((char) value);
            } else {
                text.append('[').append(value).append(']');
            }
        }
        return text.toString();
    }

    /** ffmpeg's name of the video codec; empty for one that is not in this list of the usual ones. */
    public static Optional<String> videoCodec(String tag) {
        return Optional.ofNullable(
                switch (tag.toUpperCase(Locale.ROOT)) {
                    case "H264", "X264", "AVC1", "DAVC", "SMV2", "VSSH", "Q264", "V264", "GAVC", "UMSV" -> "h264";
                    case "HEVC", "H265", "HVC1", "HEV1", "X265" -> "hevc";
                    case "VVC1", "VVI1", "H266" -> "vvc";
                    case "AV01" -> "av1";
                    case "VP80" -> "vp8";
                    case "VP90", "VP09" -> "vp9";
                    case "FMP4",
                            "DIVX",
                            "DX50",
                            "XVID",
                            "XVIX",
                            "MP4S",
                            "M4S2",
                            "MP4V",
                            "DIV1",
                            "BLZ0",
                            "SEDG",
                            "RMP4",
                            "3IV2",
                            "WV1F",
                            "FFDS",
                            "FVFW",
                            "DXGM",
                            "LMP4",
                            "VIDM",
                            "DIGI",
                            "PM4V",
                            "SMP4" -> "mpeg4";
                    case "MPG4" -> "msmpeg4v1";
                    case "MP42", "DIV2" -> "msmpeg4v2";
                    case "MP43", "DIV3", "DIV4", "DIV5", "DIV6", "AP41", "COL0", "COL1", "MPG3", "DVX3" -> "msmpeg4v3";
                    case "WMV1" -> "wmv1";
                    case "WMV2" -> "wmv2";
                    case "WMV3" -> "wmv3";
                    case "WVC1", "WMVA" -> "vc1";
                    case "MJPG", "AVRN", "DMB1", "JPEG", "MJLS", "MJPA", "LJPG", "ACDV", "QIVG" -> "mjpeg";
                    case "MPG1", "MPG2", "MPEG", "PIM1", "PIM2", "VCR2", "MMES", "LMP2" ->
                        tag.toUpperCase(Locale.ROOT).endsWith("2") || tag.equalsIgnoreCase("MMES")
                                ? "mpeg2video"
                                : "mpeg1video";
                    case "FFV1" -> "ffv1";
                    case "FFVH" -> "ffvhuff";
                    case "HFYU" -> "huffyuv";
                    case "LAGS" -> "lagarith";
                    case "ULRG", "ULRA", "ULY0", "ULY2", "ULY4", "ULH0", "ULH2", "ULH4", "UQY2", "UQRG" -> "utvideo";
                    case "MAGY" -> "magicyuv";
                    case "CVID" -> "cinepak";
                    case "IV31", "IV32" -> "indeo3";
                    case "IV41" -> "indeo4";
                    case "IV50" -> "indeo5";
                    case "VP30", "VP31" -> "vp3";
                    case "VP50" -> "vp5";
                    case "VP60", "VP61", "VP62" -> "vp6";
                    case "VP6F", "FLV4" -> "vp6f";
                    case "FLV1", "S263" -> "flv1";
                    case "H263", "X263", "U263", "VX1K" -> "h263";
                    case "H261" -> "h261";
                    case "DVSD", "DVHD", "DVSL", "DV25", "DV50", "CDVC", "CDV5", "DVIS", "PDVC" -> "dvvideo";
                    case "CRAM", "MSVC", "WHAM" -> "msvideo1";
                    case "TSCC" -> "tscc";
                    case "TSC2" -> "tscc2";
                    case "ZMBV" -> "zmbv";
                    case "MSZH" -> "mszh";
                    case "ZLIB" -> "zlib";
                    case "SNOW" -> "snow";
                    case "THEO" -> "theora";
                    case "CFHD" -> "cfhd";
                    case "PNG1", "MPNG" -> "png";
                    case "MJ2C", "LJ2C", "LJ2K" -> "jpeg2000";
                    case "APCH", "APCN", "APCS", "APCO", "AP4H", "AP4X" -> "prores";
                    case "[1][0][0][0]", "[2][0][0][0]", "MRLE" -> "msrle";
                    case "[0][0][0][0]",
                            "[3][0][0][0]",
                            "YUY2",
                            "YUYV",
                            "UYVY",
                            "I420",
                            "IYUV",
                            "YV12",
                            "Y800",
                            "Y8[32][32]",
                            "NV12",
                            "NV21",
                            "YUNV",
                            "YUV2",
                            "YVYU",
                            "RGBA",
                            "BGRA" -> "rawvideo";
                    default -> null;
                });
    }
}

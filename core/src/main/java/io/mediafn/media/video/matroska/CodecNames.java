package io.mediafn.media.video.matroska;

import java.util.Locale;
import java.util.Optional;

/** ffmpeg's names of the codecs that Matroska names (RFC 9559 leaves them to the Matroska codec registry). */
final class CodecNames {
    private CodecNames() {}

    /** Empty for one that another field names, or that is not known. */
    static Optional<String> video(String id) {
        String name = switch (id) {
            case "V_MPEG4/ISO/AVC" -> "h264";
            case "V_MPEGH/ISO/HEVC" -> "hevc";
            case "V_MPEGI/ISO/VVC" -> "vvc";
            case "V_AV1" -> "av1";
            case "V_VP8" -> "vp8";
            case "V_VP9" -> "vp9";
            case "V_MPEG4/ISO/ASP", "V_MPEG4/ISO/AP", "V_MPEG4/ISO/SP" -> "mpeg4";
            case "V_MPEG4/MS/V1" -> "msmpeg4v1";
            case "V_MPEG4/MS/V2" -> "msmpeg4v2";
            case "V_MPEG4/MS/V3" -> "msmpeg4v3";
            case "V_MPEG1" -> "mpeg1video";
            case "V_MPEG2" -> "mpeg2video";
            case "V_REAL/RV10" -> "rv10";
            case "V_REAL/RV20" -> "rv20";
            case "V_REAL/RV30" -> "rv30";
            case "V_REAL/RV40" -> "rv40";
            case "V_UNCOMPRESSED" -> "rawvideo";
            case "V_AVS2" -> "avs2";
            case "V_AVS3" -> "avs3";
            case "V_DIRAC", "V_FFV1", "V_MJPEG", "V_PRORES", "V_SNOW", "V_THEORA" ->
                id.substring(2).toLowerCase(Locale.ROOT);
            default -> "";
        };
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Likewise. Some names go on behind what matters: {@code A_AAC/MPEG4/LC}. */
    static Optional<String> audio(String id, int bitDepth) {
        String name = switch (id) {
            case "A_MPEG/L1" -> "mp1";
            case "A_MPEG/L2" -> "mp2";
            case "A_MPEG/L3" -> "mp3";
            case "A_PCM/INT/LIT" -> bitDepth == 8 ? "pcm_u8" : "pcm_s" + bitDepth + "le";
            case "A_PCM/INT/BIG" -> bitDepth == 8 ? "pcm_u8" : "pcm_s" + bitDepth + "be";
            case "A_PCM/FLOAT/IEEE" -> bitDepth == 64 ? "pcm_f64le" : "pcm_f32le";
            case "A_WAVPACK4" -> "wavpack";
            case "A_TTA1" -> "tta";
            default -> family(id);
        };
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static String family(String id) {
        for (String known :
                new String[] {"AAC", "EAC3", "AC3", "AC4", "OPUS", "VORBIS", "FLAC", "ALAC", "DTS", "TRUEHD", "MLP"}) {
            if (id.startsWith("A_" + known)) {
                return known.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}

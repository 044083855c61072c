package io.mediafn.media.video.mp4;

import java.util.HashMap;
import java.util.Map;

/** The codecs that the four characters of a sample description stand for, by ffmpeg's names. */
final class Codecs {
    private static final Map<String, String> VIDEO = table(
            "h264 avc1 avc2 avc3 avc4 avcp dva1 dvav ai5p ai5q ai52 ai53 ai55 ai56 ai1p ai1q ai12 ai13 ai15 ai16"
                    + " aivx xalg AVin h264 H264 x264 X264",
            "hevc hev1 hvc1 dvhe dvh1 HEVC hevc H265 h265",
            "av1 av01 AV01",
            "vp9 vp09 VP90 vp90",
            "vp8 vp08 VP80 vp80",
            "vvc vvc1 vvi1",
            "evc evc1",
            "mpeg4 mp4v DIVX XVID 3IV2 3IV1 DX50 FMP4 divx xvid",
            "mpeg1video m1v1 m1v  mpeg mp1v",
            "mpeg2video m2v1 hdv1 hdv2 hdv3 hdv4 hdv5 hdv6 hdv7 hdv8 hdv9 hdva mx3n mx3p mx4n mx4p mx5n mx5p"
                    + " xd51 xd54 xd55 xd59 xd5a xd5b xd5c xd5d xd5e xd5f xdv1 xdv2 xdv3 xdv4 xdv5 xdv6 xdv7 xdv8"
                    + " xdv9 xdva xdvb xdvc xdvd xdve xdvf xdh2 xdhd AVmp mpg2 MPG2 mp2v",
            "h263 h263 s263 H263 U263 viv1",
            "h261 h261",
            "mjpeg jpeg mjpa AVDJ AVRn dmb1 mjpg MJPG",
            "mjpegb mjpb",
            "jpeg2000 mjp2 AVj2 mj2c",
            "prores apch apcn apcs apco ap4h ap4x",
            "prores_raw aprn aprh",
            "dnxhd AVdn AVdh",
            "dvvideo dvc  dvcp dvpp dv5p dv5n AVdv AVd1 dvhq dvhp dvh2 dvh4 dvh5 dvh6",
            "png png  MPNG",
            "gif gif ",
            "tiff tiff",
            "qtrle rle ",
            "svq1 SVQ1 svq1 svqi",
            "svq3 SVQ3",
            "cinepak cvid",
            "indeo3 IV31 IV32",
            "indeo5 IV50",
            "rpza rpza azpr",
            "smc smc ",
            "8bps 8BPS",
            "ffv1 FFV1",
            "huffyuv HFYU",
            "cfhd CFHD",
            "hap Hap1 Hap5 HapY HapA HapM",
            "notchlc nclc",
            "vc1 vc-1 WVC1 ovc1",
            "flv1 FLV1",
            "rawvideo raw  2vuy yuvs yuv2 2Vuy 8BGR b16g b32a b48r b64a BGRA RGBA ARGB ABGR bxbg bxrg NO16 UYVY UYNV"
                    + " uyv1 yuv4 Y420 I420 YV12 j420 y420 R10g r10g DVOO",
            "r210 r210",
            "v210 v210 bxy2",
            "v308 v308",
            "v408 v408",
            "v410 v410",
            "magicyuv M8RG",
            "apv apv1",
            "msmpeg4v3 DIV3 3IVD",
            "avui AVup AVUI");

    private static final Map<String, String> AUDIO = table(
            "aac mp4a",
            "ac3 ac-3 sac3 AC-3",
            "eac3 ec-3",
            "ac4 ac-4",
            "alac alac",
            "opus Opus",
            "flac fLaC",
            "mp3 .mp3",
            "amr_nb samr",
            "amr_wb sawb",
            "qcelp sqcp Qclp",
            "dts dtsc dtse dtsh dtsl dtsx dtsy",
            "truehd mlpa",
            "pcm_s16be twos",
            "pcm_s16le sowt",
            "pcm_s24be in24",
            "pcm_s32be in32",
            "pcm_f32be fl32 fpcm",
            "pcm_f64be fl64",
            "pcm lpcm ipcm",
            "pcm_mulaw ulaw",
            "pcm_alaw alaw",
            "adpcm_ima_qt ima4",
            "mpegh_3d_audio mha1 mhm1",
            "iamf iamf");

    private Codecs() {}

    private static Map<String, String> table(String... lines) {
        Map<String, String> table = new HashMap<>();
        for (String line : lines) {
            int name = line.indexOf(' ');
            // Four characters each, some of which are blanks.
            for (int at = name + 1; at + 4 <= line.length(); at += 5) {
                table.put(line.substring(at, at + 4), line.substring(0, name));
            }
        }
        return Map.copyOf(table);
    }

    static boolean isVideo(String tag) {
        return VIDEO.containsKey(tag);
    }

    static boolean isAudio(String tag) {
        return AUDIO.containsKey(tag);
    }

    /** Empty for one that is not known. */
    static String video(String tag) {
        return VIDEO.getOrDefault(tag, "");
    }

    static String audio(String tag) {
        return AUDIO.getOrDefault(tag, "");
    }
}

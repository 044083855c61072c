package io.mediafn.media.format;

import io.mediafn.media.read.Bytes;
import java.util.List;

/** The formats that content is recognised as. A constant's patterns stand for the first bytes, {@code .} for any one. */
public enum Format {
    JPEG(Kind.IMAGE, "image/jpeg", "\u00ff\u00d8\u00ff"),
    PNG(Kind.IMAGE, "image/png", "\u0089PNG\r\n\u001a\n"),
    GIF(Kind.IMAGE, "image/gif", "GIF87a", "GIF89a"),
    WEBP(Kind.IMAGE, "image/webp", "RIFF....WEBP"),
    RW2(Kind.IMAGE, "image/x-panasonic-rw2", "IIU\0"),
    ORF(Kind.IMAGE, "image/x-olympus-orf", "IIRO", "IIRS", "MMOR"),
    CR2(Kind.IMAGE, "image/x-canon-cr2", "II*\0....CR"),
    TIFF(Kind.IMAGE, "image/tiff", "II*\0", "MM\0*", "II+\0", "MM\0+", "II\0*", "MM*\0"),
    BMP(Kind.IMAGE, "image/bmp", "BM"),
    DIB(Kind.IMAGE, "image/bmp"),
    AVIF(Kind.IMAGE, "image/avif", "....ftypavif", "....ftypavis"),
    HEIC(Kind.IMAGE, "image/heic", "....ftyphei", "....ftyphev"),
    HEIF(Kind.IMAGE, "image/heif", "....ftypmif1", "....ftypmsf1"),
    CR3(Kind.IMAGE, "image/x-canon-cr3", "....ftypcrx "),
    JPEG_2000(Kind.IMAGE, "image/jp2", "\0\0\0\fjP  \r\n\u0087\n", "\u00ffO\u00ffQ"),
    JPEG_XL(Kind.IMAGE, "image/jxl", "\u00ff\n", "\0\0\0\fJXL \r\n\u0087\n"),
    PSD(Kind.IMAGE, "image/vnd.adobe.photoshop", "8BPS"),
    DDS(Kind.IMAGE, "image/vnd.ms-dds", "DDS "),
    ICO(Kind.IMAGE, "image/vnd.microsoft.icon", "\0\0\1\0"),
    OPENEXR(Kind.IMAGE, "image/x-exr", "v/1\1"),
    RADIANCE(Kind.IMAGE, "image/vnd.radiance", "#?RADIANCE", "#?RGBE"),
    RAF(Kind.IMAGE, "image/x-fuji-raf", "FUJIFILMCCD-RAW"),
    QOI(Kind.IMAGE, "image/qoi", "qoif"),
    PNM(Kind.IMAGE, "image/x-portable-anymap"),
    CUR(Kind.IMAGE, "image/x-win-bitmap"),
    PCX(Kind.IMAGE, "image/vnd.zbrush.pcx"),
    TGA(Kind.IMAGE, "image/x-tga"),
    DICOM(Kind.IMAGE, "application/dicom"),
    SVG(Kind.IMAGE, "image/svg+xml"),

    MP4_AUDIO(Kind.OTHER, "audio/mp4", "....ftypM4A", "....ftypM4B"),
    QUICKTIME(
            Kind.VIDEO,
            "video/quicktime",
            "....ftypqt  ",
            "....moov",
            "....mdat",
            "....wide",
            "....pnot",
            "\0...free",
            "\0...skip"),
    THREE_GPP(Kind.VIDEO, "video/3gpp", "....ftyp3g"),
    MP4(Kind.VIDEO, "video/mp4", "....ftyp", "....styp", "....moof", "....sidx"),
    WEBM(Kind.VIDEO, "video/webm"),
    MATROSKA(Kind.VIDEO, "video/x-matroska", "\u001aE\u00df\u00a3"),
    AVI(Kind.VIDEO, "video/x-msvideo", "RIFF....AVI "),
    FLV(Kind.VIDEO, "video/x-flv", "FLV\1"),
    ASF(Kind.VIDEO, "video/x-ms-asf", "0&\u00b2u\u008ef\u00cf\u0011"),
    MPEG_PS(Kind.VIDEO, "video/mpeg", "\0\0\1\u00ba", "\0\0\1\u00b3"),
    MPEG_TS(Kind.VIDEO, "video/mp2t"),
    MXF(Kind.VIDEO, "application/mxf", "\u0006\u000e+4\2\5\1\1"),
    IVF(Kind.VIDEO, "video/x-ivf", "DKIF"),

    OGG(Kind.OTHER, "application/ogg", "OggS"),
    WAV(Kind.OTHER, "audio/wav", "RIFF....WAVE"),
    MP3(Kind.OTHER, "audio/mpeg", "ID3"),
    FLAC(Kind.OTHER, "audio/flac", "fLaC"),
    PDF(Kind.OTHER, "application/pdf", "%PDF-"),
    ZIP(Kind.OTHER, "application/zip", "PK\3\4", "PK\5\6"),
    GZIP(Kind.OTHER, "application/gzip", "\u001f\u008b"),
    GLTF(Kind.OTHER, "model/gltf-binary", "glTF"),
    GIT_LFS(Kind.OTHER, "text/x-git-lfs-pointer", "version https://git-lfs"),
    HTML(Kind.OTHER, "text/html"),
    XML(Kind.OTHER, "application/xml"),
    JSON(Kind.OTHER, "application/json");

    public enum Kind {
        IMAGE,
        VIDEO,
        OTHER
    }

    private final Kind kind;
    private final String mimeType;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> patterns;

    Format(Kind kind, String mimeType, String... patterns) {
        this.kind = kind;
        this.mimeType = mimeType;
        this.patterns = List.of(patterns);
    }

    public Kind kind() {
        return kind;
    }

    /** The usual name of the format. */
    public String mimeType() {
        return mimeType;
    }

    boolean matches(Bytes bytes) {
        for (String pattern : patterns) {
            if (matches(bytes, pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Bytes bytes, String pattern) {
        if (!bytes.contains(0, pattern.length())) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) != '.' && pattern.charAt(i) != bytes.u8(i)) {
                return false;
            }
        }
        return true;
    }
}

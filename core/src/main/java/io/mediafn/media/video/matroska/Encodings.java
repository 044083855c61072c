package io.mediafn.media.video.matroska;

/** What was done to the frames of a track, or to its CodecPrivate, after the codec; filled while it is read. */
final class Encodings {
    private static final int FRAMES = 1;
    private static final int CODEC_PRIVATE = 2;
    private static final int ENCRYPTION = 1;
    private static final int HEADER_STRIPPING = 3;

    /** One encoding; a new one has the values that stand for what a file leaves out. */
    private static final class Encoding {
        int scope = FRAMES;
        int type;
        int algorithm;
        long settingsOffset;
        long settingsLength;
    }

    boolean encrypted;
    /** Whether the frames are stored otherwise than the codec made them, with more taken away than a header. */
    boolean framesChanged;

    boolean privateChanged;
    /** Where that stands which was taken from the start of every frame. */
    long strippedOffset;

    long strippedLength;
    private int encodings;

    private final EbmlReader reader;

    Encodings(EbmlReader reader) {
        this.reader = reader;
    }

    /** Takes the values of an element in the ContentEncodings of a track. */
    void read(EbmlElement element) {
        if (element.id() != Ids.CONTENT_ENCODING) {
            return;
        }
        Encoding encoding = new Encoding();
        reader.children(element, child -> {
            if (child.id() == Ids.CONTENT_COMPRESSION) {
                reader.children(child, setting -> readSetting(setting, encoding));
            } else {
                readSetting(child, encoding);
            }
        });
        encrypted |= encoding.type == ENCRYPTION;
        privateChanged |= (encoding.scope & CODEC_PRIVATE) != 0;
        if ((encoding.scope & FRAMES) != 0) {
            if (encodings++ == 0 && encoding.type != ENCRYPTION && encoding.algorithm == HEADER_STRIPPING) {
                strippedOffset = encoding.settingsOffset;
                strippedLength = encoding.settingsLength;
            } else {
                framesChanged = true;
            }
        }
    }

    private void readSetting(EbmlElement element, Encoding encoding) {
        switch ((int) element.id()) {
            case Ids.CONTENT_ENCODING_SCOPE -> encoding.scope = reader.choice(element);
            case Ids.CONTENT_ENCODING_TYPE -> encoding.type = reader.choice(element);
            case Ids.CONTENT_COMPRESSION_ALGORITHM -> encoding.algorithm = reader.choice(element);
            case Ids.CONTENT_COMPRESSION_SETTINGS -> {
                encoding.settingsOffset = element.content();
                encoding.settingsLength = element.length();
            }
            default -> {}
        }
    }
}

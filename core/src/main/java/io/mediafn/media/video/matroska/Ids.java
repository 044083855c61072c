package io.mediafn.media.video.matroska;

/** The ids of the elements that are read (RFC 9559, section 5.1). */
final class Ids {
    static final int EBML = 0x1A45DFA3;
    static final int EBML_READ_VERSION = 0x42F7;
    static final int EBML_MAX_ID_LENGTH = 0x42F2;
    static final int EBML_MAX_SIZE_LENGTH = 0x42F3;
    static final int DOC_TYPE = 0x4282;
    static final int DOC_TYPE_READ_VERSION = 0x4285;

    static final int SEGMENT = 0x18538067;
    static final int SEEK_HEAD = 0x114D9B74;
    static final int SEEK = 0x4DBB;
    static final int SEEK_ID = 0x53AB;
    static final int SEEK_POSITION = 0x53AC;
    static final int INFO = 0x1549A966;
    static final int TRACKS = 0x1654AE6B;
    static final int CLUSTER = 0x1F43B675;
    static final int CUES = 0x1C53BB6B;
    static final int TAGS = 0x1254C367;
    static final int CHAPTERS = 0x1043A770;
    static final int ATTACHMENTS = 0x1941A469;

    static final int TIMESTAMP_SCALE = 0x2AD7B1;
    static final int DURATION = 0x4489;
    static final int DATE_UTC = 0x4461;

    static final int TRACK_ENTRY = 0xAE;
    static final int TRACK_NUMBER = 0xD7;
    static final int TRACK_TYPE = 0x83;
    static final int CODEC_ID = 0x86;
    static final int CODEC_PRIVATE = 0x63A2;
    static final int DEFAULT_DURATION = 0x23E383;
    static final int TRACK_TIMESTAMP_SCALE = 0x23314F;
    static final int CODEC_DELAY = 0x56AA;

    static final int VIDEO = 0xE0;
    static final int PIXEL_WIDTH = 0xB0;
    static final int PIXEL_HEIGHT = 0xBA;
    static final int PIXEL_CROP_BOTTOM = 0x54AA;
    static final int PIXEL_CROP_TOP = 0x54BB;
    static final int PIXEL_CROP_LEFT = 0x54CC;
    static final int PIXEL_CROP_RIGHT = 0x54DD;
    static final int DISPLAY_WIDTH = 0x54B0;
    static final int DISPLAY_HEIGHT = 0x54BA;
    static final int DISPLAY_UNIT = 0x54B2;
    static final int FRAME_RATE = 0x2383E3;
    static final int COLOUR_SPACE = 0x2EB524;
    static final int ALPHA_MODE = 0x53C0;
    static final int COLOUR = 0x55B0;
    static final int MATRIX_COEFFICIENTS = 0x55B1;
    static final int BITS_PER_CHANNEL = 0x55B2;
    static final int RANGE = 0x55B9;
    static final int TRANSFER_CHARACTERISTICS = 0x55BA;
    static final int PRIMARIES = 0x55BB;
    static final int PROJECTION = 0x7670;
    static final int PROJECTION_TYPE = 0x7671;
    static final int PROJECTION_POSE_YAW = 0x7673;
    static final int PROJECTION_POSE_PITCH = 0x7674;
    static final int PROJECTION_POSE_ROLL = 0x7675;

    static final int AUDIO = 0xE1;
    static final int SAMPLING_FREQUENCY = 0xB5;
    static final int OUTPUT_SAMPLING_FREQUENCY = 0x78B5;
    static final int CHANNELS = 0x9F;
    static final int BIT_DEPTH = 0x6264;

    static final int CONTENT_ENCODINGS = 0x6D80;
    static final int CONTENT_ENCODING = 0x6240;
    static final int CONTENT_ENCODING_SCOPE = 0x5032;
    static final int CONTENT_ENCODING_TYPE = 0x5033;
    static final int CONTENT_COMPRESSION = 0x5034;
    static final int CONTENT_COMPRESSION_ALGORITHM = 0x4254;
    static final int CONTENT_COMPRESSION_SETTINGS = 0x4255;

    static final int TIMESTAMP = 0xE7;
    static final int SIMPLE_BLOCK = 0xA3;
    static final int BLOCK_GROUP = 0xA0;
    static final int BLOCK = 0xA1;
    static final int BLOCK_DURATION = 0x9B;
    static final int REFERENCE_BLOCK = 0xFB;

    static final int ATTACHED_FILE = 0x61A7;
    static final int FILE_NAME = 0x466E;
    static final int FILE_MEDIA_TYPE = 0x4660;
    static final int FILE_DATA = 0x465C;

    private Ids() {}

    /** Whether it can only stand directly in a segment: it ends every element of unknown length before it. */
    static boolean isTopLevel(long id) {
        return switch ((int) id) {
            case SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, TAGS, CHAPTERS, ATTACHMENTS -> true;
            default -> false;
        };
    }
}

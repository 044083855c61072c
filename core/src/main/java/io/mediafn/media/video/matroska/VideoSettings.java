package io.mediafn.media.video.matroska;

/** What the Video of a track says; filled while it is read. */
final class VideoSettings {
    long width;
    long height;
    long cropLeft;
    long cropRight;
    long cropTop;
    long cropBottom;
    long displayWidth;
    long displayHeight;
    int displayUnit;
    String colourSpace = "";
    boolean alpha;
    double frameRate;

    int bitsPerChannel;
    /** As in ISO/IEC 23091-2; 2 is unspecified. */
    int primaries = 2;

    int transfer = 2;
    int matrix = 2;
    /** 1 for studio levels, 2 for full ones. */
    int range;

    int projectionType;
    double yaw;
    double pitch;
    double roll;

    private final EbmlReader reader;

    VideoSettings(EbmlReader reader) {
        this.reader = reader;
    }

    /** Takes the values of an element in the Video of a track. */
    void read(EbmlElement element) {
        switch ((int) element.id()) {
            case Ids.PIXEL_WIDTH -> width = reader.unsigned(element, 0);
            case Ids.PIXEL_HEIGHT -> height = reader.unsigned(element, 0);
            case Ids.PIXEL_CROP_LEFT -> cropLeft = reader.unsigned(element, 0);
            case Ids.PIXEL_CROP_RIGHT -> cropRight = reader.unsigned(element, 0);
            case Ids.PIXEL_CROP_TOP -> cropTop = reader.unsigned(element, 0);
            case Ids.PIXEL_CROP_BOTTOM -> cropBottom = reader.unsigned(element, 0);
            case Ids.DISPLAY_WIDTH -> displayWidth = reader.unsigned(element, 0);
            case Ids.DISPLAY_HEIGHT -> displayHeight = reader.unsigned(element, 0);
            case Ids.DISPLAY_UNIT -> displayUnit = reader.choice(element);
            case Ids.FRAME_RATE -> frameRate = reader.real(element);
            case Ids.COLOUR_SPACE -> colourSpace = reader.text(element);
            case Ids.ALPHA_MODE -> alpha = reader.choice(element) != 0;
            case Ids.COLOUR -> reader.children(element, this::readColour);
            case Ids.PROJECTION -> reader.children(element, this::readProjection);
            default -> {}
        }
    }

    private void readColour(EbmlElement element) {
        switch ((int) element.id()) {
            case Ids.MATRIX_COEFFICIENTS -> matrix = reader.choice(element);
            case Ids.BITS_PER_CHANNEL -> bitsPerChannel = reader.choice(element);
            case Ids.RANGE -> range = reader.choice(element);
            case Ids.TRANSFER_CHARACTERISTICS -> transfer = reader.choice(element);
            case Ids.PRIMARIES -> primaries = reader.choice(element);
            default -> {}
        }
    }

    private void readProjection(EbmlElement element) {
        switch ((int) element.id()) {
            case Ids.PROJECTION_TYPE -> projectionType = reader.choice(element);
            case Ids.PROJECTION_POSE_YAW -> yaw = reader.real(element);
            case Ids.PROJECTION_POSE_PITCH -> pitch = reader.real(element);
            case Ids.PROJECTION_POSE_ROLL -> roll = reader.real(element);
            default -> {}
        }
    }

    /** Whether its crop leaves no pixel: ffprobe refuses such a file. */
    boolean isCroppedAway() {
        return croppedWidth() <= 0 || croppedHeight() <= 0 || crop(cropLeft, cropRight) || crop(cropTop, cropBottom);
    }

    private static boolean crop(long one, long other) {
        return one < 0 || other < 0 || one >= Integer.MAX_VALUE - other;
    }

    long croppedWidth() {
        return width - cropLeft - cropRight;
    }

    long croppedHeight() {
        return height - cropTop - cropBottom;
    }

    /** Whether it is an ordinary picture, perhaps turned or mirrored, and no panorama. */
    boolean isFlat() {
        return projectionType == 0 && pitch == 0 && (yaw == 0 || Math.abs(yaw) == 180) && Double.isFinite(roll);
    }

    /** How far a player turns the picture, clockwise: 0, 90, 180 or 270 degrees. */
    int rotation() {
        double clockwise = yaw == 0 ? -roll : roll; // mirrored first
        return isFlat() ? (int) Math.floorMod(Math.round(clockwise / 90) * 90, 360L) : 0;
    }
}

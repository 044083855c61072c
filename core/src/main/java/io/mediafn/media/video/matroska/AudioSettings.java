package io.mediafn.media.video.matroska;

/** What the Audio of a track says; filled while it is read. */
final class AudioSettings {
    private static final int DEFAULT_SAMPLING_FREQUENCY = 8000;

    double samplingFrequency = DEFAULT_SAMPLING_FREQUENCY;
    double outputSamplingFrequency;
    long channels = 1;
    int bitDepth;

    private final EbmlReader reader;

    AudioSettings(EbmlReader reader) {
        this.reader = reader;
    }

    /** Takes the values of an element in the Audio of a track. */
    void read(EbmlElement element) {
        switch ((int) element.id()) {
            case Ids.SAMPLING_FREQUENCY -> samplingFrequency = reader.real(element);
            case Ids.OUTPUT_SAMPLING_FREQUENCY -> outputSamplingFrequency = reader.real(element);
            case Ids.CHANNELS -> channels = reader.unsigned(element, 1);
            case Ids.BIT_DEPTH -> bitDepth = reader.choice(element);
            default -> {}
        }
    }

    /** In hertz. */
    double sampleRate() {
        return outputSamplingFrequency > 0 ? outputSamplingFrequency : samplingFrequency;
    }
}

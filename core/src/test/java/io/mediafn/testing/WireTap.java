package io.mediafn.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** What faults do to one body, and what is recorded of it. */
final class WireTap implements WireBody.Tap {
    /** No such position. */
    static final long NOWHERE = -1;

    /** Takes note of bytes before they are changed. */
    @FunctionalInterface
    interface Recorder {
        void record(byte[] bytes, int length);
    }

    private final WireRequest request;
    private final Recorder recorder;
    private final long cut;
    private final long flip;
    private final Duration pause;
    private long passed;

    /** Passes everything on. */
    WireTap(WireRequest request, Recorder recorder) {
        this(request, recorder, NOWHERE, NOWHERE, Duration.ZERO);
    }

    /**
     * With faults.
     *
     * @param cut how many bytes are passed on
     * @param flip which bit changes
     * @param pause behind each byte; zero lets them go as they come
     */
    WireTap(WireRequest request, Recorder recorder, long cut, long flip, Duration pause) {
        this.request = request;
        this.recorder = recorder;
        this.cut = cut;
        this.flip = flip;
        this.pause = pause;
    }

    @Override
    public int room(int wanted) throws IOException {
        if (passed == cut) {
            throw new WireBody.CutException();
        }
        if (!pause.isZero()) {
            return 1;
        }
        return cut < 0 ? wanted : (int) Math.min(wanted, cut - passed);
    }

    @Override
    public void pass(byte[] bytes, int length) {
        recorder.record(bytes, length);
        long at = flip < 0 ? NOWHERE : flip / 8 - passed;
        if (at >= 0 && at < length) {
            bytes[(int) at] ^= (byte) (1 << flip % 8);
            request.hit();
        }
        passed += length;
    }

    @Override
    public void passed() throws IOException {
        if (!pause.isZero()) {
            request.hit();
            sleep(pause);
        }
    }

    static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the proxy closes");
        }
    }
}
